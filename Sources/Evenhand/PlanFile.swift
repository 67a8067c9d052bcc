import AuditData
import AuditLedger
import AuditMetrics
public import AuditPolicy
import AuditRecord

/// A plan as it lies on disk.
public struct PlanFile: Sendable {
  /// The plan, with the people that its list of signers names.
  public private(set) var plan: Plan
  /// The bytes of the file that `sign-off.allowed-signers` names.
  package let allowedSigners: [UInt8]?
  /// Its bytes.
  package let bytes: [UInt8]
  /// The folder that its relative paths start from.
  public let folder: String
  /// Where it lies.
  let path: String

  /// Reads the plan at `path`, its names checked against the catalogue.
  ///
  /// - Throws: `PlanErrors` with every error that a person has to mend.
  public init(path: String) throws(PlanErrors) {
    let name = Path.lastComponent(path)
    if DataFile.isOne(path) {
      throw PlanErrors.isData(name)
    }
    do {
      bytes = try Files.read(path, limit: 4 << 20)
    } catch {
      throw PlanErrors.unreadable(name, because: error.reason)
    }
    var plan = try PlanReader.read(bytes, file: name, catalogue: Catalogue.cards)
    folder = Path.folder(of: path)
    let signOff = plan.signOffFiles
    allowedSigners = try PlanFile.read(signOff.allowedSigners, of: name, in: folder)
    if let bytes = allowedSigners, let reference = signOff.allowedSigners {
      let list: AllowedSigners
      do { list = try AllowedSigners(parsing: bytes) } catch {
        throw PlanErrors.file(
          reference, plan: name, "line \(error.line) of \(Quoted.text(reference.path)): \(error.reason)",
          hint: "lines are as `ann@example.org ssh-ed25519 AAAA…`")
      }
      if let (one, other) = list.lookAlikes {
        throw PlanErrors.file(
          reference, plan: name,
          "\(Quoted.text(reference.path)) names \(Quoted.text(one)) and \(Quoted.text(other)), which look alike and are not the same",
          hint: "one could sign in the other's place; give each person one name")
      }
      plan.signOff.allowedSigners = Digest(of: bytes).hex
    }
    if let bytes = try PlanFile.read(signOff.signers, of: name, in: folder), let reference = signOff.signers {
      plan.signOff.signers = try PlanReader.signers(bytes, file: Path.lastComponent(reference.path))
    }
    for reference in plan.privacy?.published ?? [] {
      plan.privacy?.publishing?.published.append(try PlanFile.edition(reference, of: name, in: folder))
    }
    for notice in plan.notices {
      plan.foundNotices.append(try PlanFile.described(notice, of: name, in: folder))
    }
    self.plan = plan
    self.path = path
  }

  private static func read(
    _ reference: SignOffFiles.Reference?, of plan: String, in folder: String
  ) throws(PlanErrors) -> [UInt8]? {
    guard let reference else { return nil }
    do { return try Files.read(Path.join(folder, reference.path), limit: 4 << 20) } catch {
      throw PlanErrors.file(
        reference, plan: plan, "\(Quoted.text(reference.path)) cannot be read: \(error.reason)",
        hint: "paths start at the plan's folder")
    }
  }

  /// What is found in a notice.
  private static func described(
    _ notice: PlannedNotice, of plan: String, in folder: String
  ) throws(PlanErrors) -> NoticeDescription {
    let bytes = try read(notice.file, of: plan, in: folder) ?? []
    do { return try notice.described(bytes) } catch {
      throw PlanErrors.absent(error, from: Path.lastComponent(notice.file.path))
    }
  }

  /// An earlier public edition.
  private static func edition(
    _ reference: SignOffFiles.Reference, of plan: String, in folder: String
  ) throws(PlanErrors) -> PublicRecord {
    let bytes = try read(reference, of: plan, in: folder) ?? []
    guard let edition = try? Canonical.value(PublicRecord.self, from: bytes), edition.edition == "public",
      edition.schema == PublicRecord.currentSchema
    else {
      throw PlanErrors.file(
        reference, plan: plan, "\(reference.path) is not a public edition: hidden counts in it are not hidden",
        hint: "name the record.json of a folder that `report --edition public` wrote")
    }
    return edition
  }

  /// The plan with other inputs in place of its own: what is asked stays, and so does its digest.
  ///
  /// - Parameters:
  ///   - sources: Tables, each with where it is; a table that is named several times has several files.
  ///   - folder: The folder that relative paths of them start from.
  /// - Throws: ``SourceError`` where the plan has no such table, or standard input is to serve two; ``ReadError`` where a
  ///   file is missing.
  package func replacing(_ sources: [(table: String, location: String)], folder: String) throws -> PlanFile {
    var replaced = self
    var places: [TableName: [String]] = [:]
    var counted: [TableName: Set<Bool>] = [:]
    for source in sources {
      guard let name = TableName(rawValue: source.table), plan[table: name] != nil else {
        throw SourceError(unknown: source.table, of: plan.tableNames.map(\.rawValue))
      }
      let isCounted = source.location.hasPrefix(Self.counts)
      counted[name, default: []].insert(isCounted)
      places[name, default: []].append(
        isCounted ? String(source.location.dropFirst(Self.counts.count)) : source.location)
    }
    for (name, kinds) in counted {
      guard kinds.count == 1 else { throw SourceError(mixing: name.rawValue) }
      guard kinds == [true] else { continue }
      guard name == .decisions else { throw SourceError(notFolding: name.rawValue, "the rows of this table") }
      if let reason = plan.decisions?.notFolding { throw SourceError(notFolding: name.rawValue, reason) }
    }
    for (name, locations) in places {
      replaced.plan[table: name]?.files = try locations.flatMap {
        try Self.files(at: $0, of: name, relativeTo: folder)
      }
      replaced.plan[table: name]?.isCounted = counted[name] == [true]
    }
    let readers = replaced.plan.tableNames.filter {
      replaced.plan[table: $0]?.files.contains(where: \.isStandardInput) ?? false
    }
    if readers.count > 1 { throw SourceError(sharing: readers.map(\.rawValue)) }
    return replaced
  }

  /// What stands before a table of counts.
  private static let counts = "counts:"

  /// The files of a table at a place. A pipe has no name of its own: it is called as the table is.
  private static func files(
    at location: String, of table: TableName, relativeTo folder: String
  ) throws(ReadError) -> [InputFile] {
    let isPipe = ["/dev/fd/", "/proc/self/fd/"].contains(where: location.hasPrefix)
    guard !isPipe else { return [InputFile(table.rawValue, at: location)] }
    do { return try InputFile.resolve([location], relativeTo: folder) } catch {
      // The hint of what a plan names is about the plan's folder.
      let codes = [ReadError.Code.missingInput.rawValue, ReadError.Code.noMatch.rawValue]
      guard codes.contains(error.code), let code = ReadError.Code(rawValue: error.code) else { throw error }
      throw ReadError(
        code, file: error.file, message: error.message, hint: "relative paths of --source start at the current folder")
    }
  }

  /// An error about data, at its place in the plan where a key of the plan is to blame.
  package func placed(_ error: ReadError) -> any Error {
    guard let key = error.key else { return error }
    let code: PlanError.Code = error.code == ReadError.Code.numbersAsLabels.rawValue ? .bins : .labels
    return PlanReader.error(code, at: key, of: bytes, file: Path.lastComponent(path), error.message, hint: error.hint)
      ?? error
  }

  /// The audit that the plan's record is compared with: the given one, where the plan names it.
  ///
  /// - Throws: `PlanErrors` where the plan names another one, or none was given.
  package func baseline(_ given: SealedRecord?) throws(PlanErrors) -> SealedRecord? {
    guard let named = plan.baseline else { return nil }
    guard let given, given.digest.hex.hasPrefix(named) else {
      let name = Path.lastComponent(path)
      let message = "the plan names the baseline \(named.prefix(16))"
      let error =
        given.map {
          PlanReader.error(
            .combination, at: "baseline.results", of: bytes, file: name,
            "the plan names baseline \(named.prefix(4))…, and the record given is \($0.digest.hex.prefix(4))…",
            hint: "evenhand history baseline pins another, signed")
        }
        ?? PlanReader.error(
          .missingKey, at: "baseline.results", of: bytes, file: name, "\(message), and no audit was given",
          hint: "give its bundle or record with --baseline")
      throw error ?? PlanErrors.unreadable(name, because: message)
    }
    return given
  }

  /// Every file that an audit by this plan reads.
  package var sources: [String] {
    // One by one: a file may serve two tables, and one that is missing must not hide the others.
    let inputs = plan.inputs.joined().flatMap { (try? InputFile.resolve([$0], relativeTo: folder)) ?? [] }
    let artifact = plan.artifact.map { [Path.join(folder, $0)] } ?? []
    let signOff = [plan.signOffFiles.allowedSigners, plan.signOffFiles.signers].compactMap {
      $0.map { Path.join(folder, $0.path) }
    }
    let published = (plan.privacy?.published ?? []).map { Path.join(folder, $0.path) }
    let notices = plan.notices.map { Path.join(folder, $0.file.path) }
    return [path] + signOff + published + notices
      + inputs.filter { !$0.isStandardInput && !$0.path.isEmpty }.map(\.path) + artifact
  }

  /// The plan that a command uses: the named one, else `$EVENHAND_PLAN`, else the nearest `evenhand.yaml` upwards to the
  /// root of the repository.
  package static func discover(named: String?, environment: [String: String], from folder: String) -> String? {
    if let named { return named }
    if let variable = environment["EVENHAND_PLAN"], !variable.isEmpty { return variable }
    var current = folder
    while true {
      let candidate = current == "/" ? "/evenhand.yaml" : "\(current)/evenhand.yaml"
      if Files.exists(candidate) { return candidate }
      if current == "/" || Files.exists("\(current)/.git") { return nil }
      current = Path.folder(of: current)
    }
  }
}

extension Plan {
  /// The query that counts the decisions where they are.
  ///
  /// - Parameter select: The SELECT whose rows are counted; nothing for that of the plan.
  /// - Throws: ``SourceError`` where the decisions do not fold, or nobody says which rows are counted.
  package func countingQuery(of select: String?, in dialect: SQLDialect) throws(SourceError) -> String {
    guard let decisions else { throw SourceError("the plan has no decisions, and ranked lists are read row by row") }
    if let reason = decisions.notFolding {
      throw SourceError(
        "\(reason) do not fold: rows that are equal in all else differ in them, and counts cannot say how (hand the rows over)"
      )
    }
    guard let text = select ?? decisions.table.files.first?.query?.text ?? decisions.table.countedQuery else {
      throw SourceError(
        "the plan does not say which rows are counted (name them: evenhand sql --dialect \(dialect.rawValue) --of \"SELECT … FROM …\")"
      )
    }
    return decisions.counting.text(of: text, in: dialect)
  }
}

/// Inputs that are given in place of those of a plan, and that it has no use for.
package struct SourceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The cause and the mend.
  package let description: String

  fileprivate init(_ description: String) { self.description = description }

  init(unknown name: String, of tables: [String]) {
    let near = Suggestion.nearest(to: name, among: tables).map { "did you mean \($0)?" }
    description =
      "--source: the plan has no table \(Quoted.text(name)) (\(near.map { "\($0) " } ?? "")it has: \(tables.joined(separator: ", ")))"
  }

  init(mixing table: String) {
    description =
      "--source: \(table) is given both as rows and as counts (give all of its files as one of them)"
  }

  init(notFolding table: String, _ reason: String) {
    description =
      "--source \(table)=counts:…: \(reason) do not fold: rows that are equal in all else differ in them, and counts cannot say how (hand the rows over)"
  }

  init(sharing tables: [String]) {
    description =
      "standard input can serve one table, and \(tables.joined(separator: " and ")) read it (give the others files or pipes, as --source \(tables[0])=FILE)"
  }
}
