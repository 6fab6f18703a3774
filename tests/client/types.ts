// What the types know. It is compiled and never run; a line under @ts-expect-error has to be a mistake.
import createClient from "openapi-fetch";
import type { components, paths } from "./claimsdb";

declare const claim: components["schemas"]["Claim"];
const api = createClient<paths, "application/json" | "application/problem+json">();
const path = { key: claim.key };
const header = { "If-Match": `"${claim.version}"` };

// What is null where nothing is known is never left out.
const published: string | null = claim.article.published_on;
// @ts-expect-error An article may be undated.
const dated: string = claim.article.published_on;
// @ts-expect-error Words of closed lists are known, in answers as well.
const denied = claim.stance === "denys";

// @ts-expect-error
api.GET("/api/claim/");
// @ts-expect-error
api.GET("/api/claims/", { params: { query: { actr: ["NK"] } } });
// @ts-expect-error
api.GET("/api/claims/", { params: { query: { stance: ["denys"] } } });

api.POST("/api/claims/{key}/accept/", { params: { path, header } });
api.POST("/api/claims/{key}/reject/", { params: { path, header }, body: { reason: "unclear" } });
// @ts-expect-error Who writes says which version they have seen.
api.POST("/api/claims/{key}/accept/", { params: { path } });
// @ts-expect-error
api.POST("/api/claims/{key}/reject/", { params: { path, header }, body: { reason: "boring" } });
