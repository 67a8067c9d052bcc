import AuditInputs
import AuditRecord

extension PlanBuilder {
  /// Where decisions are.
  mutating func decisionTable(_ node: YAMLNode?, _ delimiter: UInt8?) -> InputTable {
    guard let node else { return InputTable([]) }
    guard node.mapping != nil else { return InputTable(named: node.texts, delimiter: delimiter) }
    guard checkOneOf(["counts"], node, "decisions.source") else { return InputTable([]) }
    if let query = queried(node, .decisions) { return query }
    guard let counts = node.member("counts") else { return InputTable([]) }
    if let key = ["database", "service"].lazy.compactMap({ node.member($0) }).first {
      document.report(
        .combination, at: key, "this is about a database, and the counts stand in files", hint: "leave it out")
    }
    reportSecrets([node.member("of")])
    var table = InputTable(named: counts.texts, delimiter: delimiter)
    (table.isCounted, table.countedQuery) = (true, node.member("of")?.written)
    return table
  }

  /// Whether a source says in exactly one way where rows are.
  mutating func checkOneOf(_ files: [String], _ node: YAMLNode, _ path: String) -> Bool {
    let keys = files + SourceQuery.Engine.allCases.map(\.rawValue)
    let given = keys.compactMap { key in node.member(key).map { (key, $0) } }
    if given.count == 1 { return true }
    let words = keys.joined(separator: ", ")
    if given.isEmpty {
      document.report(
        .missingKey, at: node, "\"\(path)\" says nothing of where the rows are",
        hint: "add one of \(words); or name files, as source: decisions.csv")
    } else {
      document.report(
        .combination, at: given[1].1, "`\(given[0].0)` and `\(given[1].0)` each say where the rows are",
        hint: "keep one")
    }
    return false
  }

  /// The table that a query answers with; nothing where the source is none.
  mutating func queried(_ node: YAMLNode, _ table: TableName) -> InputTable? {
    for engine in SourceQuery.Engine.allCases {
      guard let text = node.member(engine.rawValue) else { continue }
      let (database, service) = (node.member("database"), node.member("service"))
      if engine == .sqlite, database == nil {
        document.report(.missingKey, at: node, "a query of SQLite needs `database`", hint: "name its file")
      }
      for (key, place, fits) in [
        ("database", database, engine != .postgresql), ("service", service, engine == .postgresql),
      ] {
        guard let place, !fits else { continue }
        document.report(.combination, at: place, "`\(key)` says nothing to \(engine.rawValue)", hint: "leave it out")
      }
      reportSecrets([text, database, service])
      let place = text.place
      return InputTable([
        InputFile(
          table,
          answering: SourceQuery(
            engine, text.written ?? "", database: database?.written, service: service?.written,
            place: SourceQuery.Place(file: document.file, line: place.line, column: place.column)))
      ])
    }
    return nil
  }

  /// Reports passwords and keys.
  private mutating func reportSecrets(_ places: [YAMLNode?]) {
    for place in places.compactMap(\.self) where Self.holdsPassword(place.written ?? "") {
      document.report(
        .secret, at: place, "a password or key stands in the plan, which is copied, signed and published",
        hint: "put it into ~/.pgpass or a service file, and name service:; of DuckDB into a stored secret")
    }
  }

  /// Names of settings of addresses that let in whoever has them.
  private static let keys: Set<String> = [
    "token", "access_token", "sig", "signature", "x-amz-signature", "x-amz-credential", "x-amz-security-token", "key",
    "apikey",
    "api_key", "access_key", "secret_key", "secret_access_key", "motherduck_token", "password", "passwd", "pwd",
    "x-goog-signature", "x-goog-credential", "awsaccesskeyid",
  ]

  /// Whether an address has such a setting with a value, or a query asks for one of the environment, which its answer would hold.
  private static func holdsKey(_ lower: String) -> Bool {
    if lower.contains("getenv(") { return true }
    return lower.split(separator: "?", omittingEmptySubsequences: false).dropFirst().contains { rest in
      rest.prefix { !" '\")".contains($0) }.split(separator: "&").contains { setting in
        let sides = setting.split(separator: "=", maxSplits: 1)
        return sides.count == 2 && keys.contains(String(sides[0]))
      }
    }
  }

  /// Whether a text has a password as addresses and settings of databases have it.
  private static func holdsPassword(_ text: String) -> Bool {
    let lower = text.lowercased()
    if holdsKey(lower) { return true }
    for key in ["password", "passwd", "pwd", "secret", "sslpassword"] {
      var rest = lower[...]
      while let found = rest.firstRange(of: key) {
        rest = rest[found.upperBound...]
        // A name of a column may be the word; a value behind it is none.
        let value = rest.drop { $0 == " " || $0 == "'" || $0 == "\"" }
        let isSetting = value.first == "=" || lower.contains("create secret")
        if isSetting,
          lower.contains("host") || lower.contains("user") || lower.contains("dbname")
            || lower.contains("create secret")
        {
          return true
        }
      }
    }
    for part in text.split(separator: "://", omittingEmptySubsequences: false).dropFirst() {
      let authority = part.prefix { !"/ '\"?#".contains($0) }
      guard let at = authority.lastIndex(of: "@") else { continue }
      if authority[..<at].contains(":") { return true }
    }
    return false
  }

  /// Notes what keeps rows from being counted together where the plan has them counted.
  mutating func checkCounting(_ plan: DecisionColumns, _ node: YAMLNode) {
    let counted = node.member("source")?.member("counts")
    let rows = node.member("columns")?.member("rows")
    guard let place = rows ?? counted else { return }
    let reason = plan.notFolding ?? (rows == nil || plan.subject == nil ? nil : "people by their ids")
    guard let reason else { return }
    document.report(
      .combination, at: place,
      "\(reason) do not fold: rows that are equal in all else differ in them, and counts cannot say how",
      hint: "hand the rows over")
  }
}
