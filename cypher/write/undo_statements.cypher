// Delete statements of the link type {type} that a broken load wrote: it reads them all, which is rare enough
// $n: the number of the last complete version
MATCH ()-[r:{type}]->() WHERE r.v_from > $n
CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS
