// What reviewers thought of statements that make no link
// $ids: their ids
UNWIND $ids AS id
MATCH (x:Aside {id: id})
RETURN id, x.reviewed
