from claimsdb.agreement.statements import Belonging, Days, Figure, KnownActors, Party, Statement
