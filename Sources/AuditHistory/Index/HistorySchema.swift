/// The tables of a history.
///
/// Rows hang together by the audit's number, which nothing outside the file knows; everything else is what bundles say.
enum HistorySchema {
  /// The schema that this version writes, and the newest that it reads.
  static let version = 1

  /// Makes the tables.
  static let sql = """
    CREATE TABLE audit (
      id INTEGER PRIMARY KEY, series TEXT NOT NULL, record TEXT NOT NULL UNIQUE, rules TEXT NOT NULL,
      title TEXT NOT NULL, system TEXT, version TEXT, artifact TEXT, artifact_digest TEXT, type TEXT NOT NULL,
      data TEXT NOT NULL, first_day TEXT, last_day TEXT, people INTEGER NOT NULL, verdict TEXT, plan TEXT,
      ran_at TEXT, runner TEXT, names_inputs INTEGER NOT NULL, policy TEXT NOT NULL, policy_digest TEXT NOT NULL,
      sums TEXT NOT NULL, place TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_series ON audit (series);
    CREATE TABLE definition (digest TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE finding (
      audit INTEGER NOT NULL REFERENCES audit, number INTEGER NOT NULL, key TEXT NOT NULL, requirement TEXT NOT NULL,
      metric TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, grouping TEXT NOT NULL, "group" TEXT,
      small_groups TEXT, stratifier TEXT, within TEXT, comparison TEXT NOT NULL, verdict TEXT NOT NULL, value REAL,
      lower REAL, upper REAL, level REAL, method TEXT, bound TEXT, least REAL, most REAL, severity TEXT NOT NULL,
      definition TEXT NOT NULL REFERENCES definition, reference TEXT, false_alarm REAL, PRIMARY KEY (audit, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE count (
      audit INTEGER NOT NULL REFERENCES audit, number INTEGER NOT NULL, metric TEXT NOT NULL, grouping TEXT NOT NULL,
      "group" TEXT NOT NULL, numerator REAL NOT NULL, denominator REAL NOT NULL, lower REAL, upper REAL,
      PRIMARY KEY (audit, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sign_off (
      audit INTEGER NOT NULL REFERENCES audit, number INTEGER NOT NULL, event BLOB NOT NULL, signature BLOB NOT NULL,
      PRIMARY KEY (audit, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE key_list (
      audit INTEGER NOT NULL REFERENCES audit, number INTEGER NOT NULL, list BLOB NOT NULL,
      PRIMARY KEY (audit, number)
    ) STRICT, WITHOUT ROWID;
    """

  /// The tables whose rows belong to an audit.
  static let parts = ["finding", "count", "sign_off", "key_list"]
}
