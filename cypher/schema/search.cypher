// Three-letter pieces of the folded names, blank between them: the index proposes, ranking is not its task
CREATE FULLTEXT INDEX search IF NOT EXISTS FOR (x:Composed|Past) ON EACH [x.pieces]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}
