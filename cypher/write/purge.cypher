// Drop what only readers of versions before this one could see
// $n: the number of the version
MATCH (p:Past) WHERE p.v_to <= $n
CALL (p) { DELETE p } IN TRANSACTIONS OF 10000 ROWS
