// Delete bookkeeping rows of the kind {label} that a broken load wrote
// $n: the number of the last complete version
MATCH (x:{label}) WHERE x.v_from > $n
CALL (x) { DELETE x } IN TRANSACTIONS OF 10000 ROWS
