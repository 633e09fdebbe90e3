// Bring back bookkeeping rows of the kind {label} that a broken load retired
// $n: the number of the last complete version
MATCH (x:Past) WHERE x.v_to > $n AND x.label = '{label}'
CALL (x) {
  SET x:{labels}, x.id = x.was
  REMOVE x:{no_labels}, x.was, x.label, x.v_to
} IN TRANSACTIONS OF 10000 ROWS
