CREATE TABLE objection (
  person text NOT NULL,
  purpose text NOT NULL,
  told_at integer NOT NULL,
  told_by text NOT NULL,
  PRIMARY KEY (person, purpose)
) STRICT;
