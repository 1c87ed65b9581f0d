-- due_at is when a worker may take the job: of a running one, when its lease ends.
CREATE TABLE job (
  number integer PRIMARY KEY AUTOINCREMENT,
  kind text NOT NULL,
  request text NOT NULL,
  once_key text UNIQUE,
  asked_by text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'succeeded', 'failed', 'cancelled')),
  due_at integer NOT NULL,
  asked_at integer NOT NULL,
  started_at integer,
  ended_at integer,
  attempts integer NOT NULL,
  attempt_limit integer NOT NULL,
  lease integer NOT NULL,
  worker text,
  cancel_asked integer NOT NULL,
  stage text NOT NULL,
  done real NOT NULL,
  doing text NOT NULL,
  result text,
  fault text
) STRICT;
CREATE INDEX job_open ON job (due_at, number) WHERE state IN ('waiting', 'running');
