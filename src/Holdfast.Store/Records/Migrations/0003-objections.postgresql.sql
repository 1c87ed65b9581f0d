CREATE TABLE objection (
  person text COLLATE "C" NOT NULL,
  purpose text COLLATE "C" NOT NULL,
  told_at bigint NOT NULL,
  told_by text COLLATE "C" NOT NULL,
  PRIMARY KEY (person, purpose)
);
