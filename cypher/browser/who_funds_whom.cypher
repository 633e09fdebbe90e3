// Who funds whom, through which project, and the sentence that says so
// $funder: part of a funder's name, '' for all
MATCH (funded)-[f:FUNDED_BY]->(funder:Donor)
WHERE toLower(funder.name) CONTAINS toLower($funder)
OPTIONAL MATCH (funded)-[:IMPLEMENTED_BY]->(by)
RETURN funder.name AS funder, funded.name AS funded, collect(DISTINCT by.name) AS carried_out_by,
       f.quote AS quote, f.source_title AS source, f.source_date AS date, f.confidence AS confidence
ORDER BY funder, funded, source
