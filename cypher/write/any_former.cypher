// Whether any id was ever merged or erased
MATCH (f:Former)
RETURN 1 LIMIT 1
