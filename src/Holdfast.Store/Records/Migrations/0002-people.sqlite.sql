CREATE TABLE account (
  number integer PRIMARY KEY AUTOINCREMENT,
  name text NOT NULL UNIQUE,
  password text,
  factor text,
  factor_step integer NOT NULL,
  subject text UNIQUE,
  roles text NOT NULL,
  units text NOT NULL,
  is_open integer NOT NULL,
  failures integer NOT NULL,
  shut_until integer NOT NULL,
  made_at integer NOT NULL
) STRICT;
CREATE TABLE session (
  number integer PRIMARY KEY AUTOINCREMENT,
  hash text NOT NULL UNIQUE,
  account integer NOT NULL REFERENCES account (number),
  agent text NOT NULL,
  address text NOT NULL,
  made_at integer NOT NULL,
  seen_at integer NOT NULL,
  ends_at integer NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account);
CREATE TABLE api_key (
  number integer PRIMARY KEY AUTOINCREMENT,
  hash text NOT NULL UNIQUE,
  account integer NOT NULL REFERENCES account (number),
  name text NOT NULL,
  allowed text NOT NULL,
  made_at integer NOT NULL,
  ends_at integer NOT NULL,
  seen_at integer
) STRICT;
CREATE INDEX api_key_account ON api_key (account);
CREATE TABLE start_link (
  hash text PRIMARY KEY,
  account integer REFERENCES account (number),
  ends_at integer NOT NULL
) STRICT;
CREATE TABLE kept_answer (
  caller text NOT NULL,
  key text NOT NULL,
  request text NOT NULL,
  status integer,
  answer text,
  made_at integer NOT NULL,
  PRIMARY KEY (caller, key)
) STRICT;
CREATE INDEX kept_answer_age ON kept_answer (made_at);
