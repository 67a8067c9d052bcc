package import AuditRecord

/// A SELECT that a database answers, in place of a file.
///
/// Where the database is, and who asks, the surroundings say: a service file, variables of the environment, `.pgpass`. A plan is
/// copied, signed and published, and holds none of it.
package struct SourceQuery: Sendable, Hashable {
  /// What answers.
  package var engine: Engine
  /// The SELECT, as the plan has it.
  package var text: String
  /// The file of the database, or the name of a service; nothing where the engine needs none.
  package var database: String?
  /// The name of a service of PostgreSQL; nothing where the environment says where the server is.
  package var service: String?
  /// Where the plan has it.
  package var place: Place
  /// What is counted where it is, and not handed over row by row; nothing for rows.
  package var counting: CountingQuery?

  /// A place in a plan.
  package struct Place: Sendable, Hashable, CustomStringConvertible {
    /// The plan's file, by its name.
    package var file: String
    /// Its line and column, from 1.
    package var line: Int
    /// Its column.
    package var column: Int

    /// Names a place.
    package init(file: String, line: Int, column: Int) { (self.file, self.line, self.column) = (file, line, column) }

    /// The place as errors write it.
    package var description: String { "\(file):\(line):\(column)" }
  }

  /// The engines that are asked.
  package enum Engine: String, Sendable, Hashable, CaseIterable {
    /// A file of SQLite, read by its library.
    case sqlite
    /// DuckDB, a program beside this one.
    case duckdb
    /// A server of PostgreSQL, asked through its library.
    case postgresql

    /// Whether it counts faster than it hands over rows.
    package var counts: Bool { self != .sqlite }

    /// How it writes SQL.
    package var dialect: SQLDialect {
      switch self {
      case .sqlite: .sqlite
      case .duckdb: .duckdb
      case .postgresql: .postgresql
      }
    }
  }

  /// A query.
  package init(
    _ engine: Engine, _ text: String, database: String? = nil, service: String? = nil,
    place: Place = Place(file: "plan", line: 1, column: 1)
  ) {
    self.engine = engine
    self.text = text
    self.database = database
    self.service = service
    self.place = place
  }

  /// How records name it.
  package var reference: QueryReference { QueryReference(sha256: Digest(of: text.utf8).hex) }
}
