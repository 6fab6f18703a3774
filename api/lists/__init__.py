"""Pages of a list by keyset pagination, and its parameters as OpenAPI describes them."""
