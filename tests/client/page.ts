import createClient from "openapi-fetch";
import type { components, paths } from "./claimsdb";

type Claim = components["schemas"]["Claim"];
type Problem = components["schemas"]["Problem"];
type Filters = NonNullable<paths["/api/claims/"]["get"]["parameters"]["query"]>;

const [baseUrl = "http://localhost:8000", actor = "NK"] = process.argv.slice(2);
const api = createClient<paths, "application/json" | "application/problem+json">({ baseUrl });

class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** Every claim that matches, page after page. */
async function* claims(filters: Filters): AsyncGenerator<Claim> {
  const query = { ...filters };
  while (true) {
    const { data, error } = await api.GET("/api/claims/", { params: { query } });
    if (error) throw new Refused(error);
    yield* data.results;
    if (!data.next) return;
    query.cursor = new URL(data.next).searchParams.get("cursor")!;
  }
}

try {
  for await (const { key, text, actors } of claims({ actor: [actor], rollup: false, measure: ["troops"], limit: 5 })) {
    const claimants = actors.filter(({ role }) => role === "claimant").map(({ name }) => name);
    console.log([key, claimants.join(", ") || "nobody named", text].join("\t"));
  }
} catch (refused) {
  if (!(refused instanceof Refused)) throw refused;
  for (const { parameter, detail, nearest = [] } of refused.problem.errors ?? []) {
    console.error([parameter, detail, ...nearest].join("\t"));
  }
  process.exitCode = 1;
}
