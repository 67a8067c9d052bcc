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

  /// Names of settings of addresses that let in whoever has them, without “-” and “_”.
  private static let keys: Set<String> = [
    "token", "accesstoken", "sessiontoken", "sig", "signature", "xamzsignature", "xamzcredential", "xamzsecuritytoken",
    "key",
    "apikey", "accesskey", "secretkey", "secretaccesskey", "motherducktoken", "password", "passwd", "pwd", "secret",
    "clientsecret", "auth", "xgoogsignature", "xgoogcredential", "awsaccesskeyid", "s3secretaccesskey",
    "s3sessiontoken",
    "s3accesskeyid",
  ]

  /// Whether a text has a password or key as addresses and settings of databases have it, or asks for one of the environment, which
  /// its answer would hold.
  private static func holdsPassword(_ text: String) -> Bool {
    let lower = text.lowercased()
    if lower.contains(/getenv\s*\(/) || lower.contains(/create\s+(or\s+replace\s+)?(persistent\s+|temporary\s+)?secret/)
      || lower.contains(/accountkey\s*=/)
    {
      return true
    }
    // A query has addresses and settings within quotes; whatever else has them is one as a whole.
    let isQuery = lower.contains(/^\s*(select|with|from|values|table)\b/)
    let quoted = lower.split(separator: "'", omittingEmptySubsequences: false)
    let texts = isQuery ? quoted.indices.filter { $0 % 2 == 1 }.map { quoted[$0] } : [lower[...]]
    return texts.contains { holdsSetting($0) || holdsAddress($0) }
  }

  /// Settings of a connection, one beside another, among them a password.
  private static func holdsSetting(_ text: Substring) -> Bool {
    text.contains(/(^|[\s;])(password|passwd|pwd|sslpassword|secret)\s*=\s*\S/)
      && text.contains(/(^|[\s;])(host|hostaddr|user|username|uid|dbname|database|port|service|server)\s*=/)
  }

  /// An address with a password, or with a key among its settings.
  private static func holdsAddress(_ text: Substring) -> Bool {
    guard text.contains("://") || text.hasPrefix("md:") else { return false }
    for part in text.split(separator: "://", omittingEmptySubsequences: false).dropFirst() {
      let authority = part.prefix { !"/ \"?#".contains($0) }
      guard let at = authority.lastIndex(of: "@") else { continue }
      // A name alone is a key where a page is fetched.
      if authority[..<at].contains(":") || text.contains("http") { return true }
    }
    return text.split { "?&;#".contains($0) }.dropFirst().contains { setting in
      let sides = setting.split(separator: "=", maxSplits: 1)
      guard sides.count == 2, sides[1].first != "%" else { return false }
      return keys.contains(sides[0].filter { $0 != "-" && $0 != "_" })
    }
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
