// One decision a number: two that are written at once can't both be the last
CREATE CONSTRAINT judgement_number IF NOT EXISTS FOR (j:Judgement) REQUIRE j.number IS UNIQUE
