import AuditData
import AuditInputs
import AuditPolicy
import AuditRecord
import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an auditor may have of the data of a plan: the columns that the plan reads, ids as pseudonyms, binned numbers as one number of
/// their bin, and the plan that fits.
///
/// Before an extract is handed over, it is audited: it gives the numbers of the data, or nothing is written.
package struct Minimisation {
  private let file: PlanFile
  private let key: PseudonymKey
  private let epoch: String
  private let threads: Int
  private let output: String

  /// Prepares the extract of a plan.
  ///
  /// - Parameters:
  ///   - keyFile: The key that makes the pseudonyms; nil for the one that the plan names.
  ///   - epoch: The period that pseudonyms are made for; nil for the one that the plan names, or none.
  ///   - output: The folder to be written, which is not there yet and in which the key must not lie.
  ///   - threads: Threads at most.
  /// - Throws: What is wrong with the key or the plan.
  package init(
    _ file: PlanFile, keyFile: String?, epoch: String?, output: String, threads: Int = 2
  ) throws {
    if file.plan.lawful != nil || !file.plan.notices.isEmpty {
      throw ExtractError(
        file.plan.lawful != nil
          ? "an extract cannot carry who consented to what, and when (write a plan without `lawful-use` over the rows that may be used, and give the auditor the record of this one beside its extract)"
          : "an extract holds rows, and no notices (write a plan without `notices`, and give the auditor the notice itself)"
      )
    }
    let named = file.plan.privacy?.pseudonyms
    guard let path = keyFile ?? named?.keyFile.map({ Path.join(file.folder, $0) }) else {
      throw ExtractError(
        "no key makes pseudonyms (name one with --key, or in the plan, as privacy: {pseudonymise: {key-file: secret.key}}; evenhand key new FILE writes one)"
      )
    }
    key = try KeyFile.read(path, apartFrom: output)
    self.file = file
    self.epoch = epoch ?? named?.epoch ?? ""
    self.threads = threads
    self.output = output
  }

  /// Writes the extract.
  ///
  /// - Returns: What `minimised.json` says of it.
  /// - Throws: What an audit of the data throws; ``ExtractError`` where the extract would give away an id, or not give the numbers of
  ///   the data. Nothing is left behind then.
  package func write() async throws -> ExtractDescription {
    let folder = output
    guard !Files.exists(folder) else {
      throw FileError(.unwritable, folder, "it exists, and nothing is overwritten", hint: "name another with --output")
    }
    let tables = try tables()
    let record = try audit(file)
    let above = Path.folder(of: folder)
    try Files.makeFolder(above)
    let (parent, temporary) = (try Folder(above), Folder.temporaryName())
    let place = Path.join(above, temporary)
    guard mkdir(place, 0o700) == 0 else { throw FileError(.unwritable, place, Files.reason(errno)) }
    do {
      let description = try write(tables, to: place, of: record)
      try parent.move(temporary, to: parent, as: Path.lastComponent(folder))
      return description
    } catch {
      try? parent.removeTree(temporary)
      throw error
    }
  }

  /// The tables with their files as they are found now.
  private func tables() throws -> [TableExtract] {
    let decisions = try file.plan.decisions?.resolved(relativeTo: file.folder)
    let lists = try file.plan.recommendations?.resolved(relativeTo: file.folder)
    let files = ([decisions?.table].compactMap(\.self) + (lists?.tables ?? [])).flatMap(\.files)
    if let stream = files.first(where: \.isStream) {
      throw ReadError(
        .unreadableInput, file: stream.given, message: "an extract reads its files twice, and this is a stream",
        hint: "save it to a file first")
    }
    if let counts = decisions?.table, counts.isCounted || decisions?.rows != nil {
      throw ReadError(
        .unreadableInput, file: counts.files.first?.given ?? "-",
        message: "an extract holds rows, and these are counts, which name nobody",
        hint: "counts may be handed over as they are, if none of them is too small")
    }
    let further = file.plan.privacy?.quasiIdentifiers ?? []
    guard let tables = TableExtract.all(decisions: decisions, lists: lists, further: further) else {
      throw ExtractError("the plan reads a column of which this version does not know whether it holds ids")
    }
    return tables
  }

  private func audit(_ file: PlanFile) throws -> Record {
    var plan = file.plan
    (plan.artifact, plan.baseline) = (nil, nil)
    var options = Audit.Options()
    (options.threads, options.digestsInputs) = (threads, false)
    do { return try Audit.read(plan, folder: file.folder, options: options).record } catch let error as ReadError {
      throw file.placed(error)
    }
  }

  // MARK: the folder

  private func write(
    _ tables: [TableExtract], to folder: String, of record: Record
  ) throws -> ExtractDescription {
    guard var edit = PlanEdit(file.bytes) else { throw ExtractError("the plan has changed") }
    var described: [ExtractDescription.Table] = []
    let notes = ExtractNotes()
    for table in tables {
      var files: [ExtractDescription.File] = []
      var names: Set<String> = []
      for number in table.table.files.indices {
        let name = table.file(number)
        let (digest, columns) = try write(table, number, notes, to: Path.join(folder, name))
        files.append(ExtractDescription.File(name: name, sha256: digest))
        names.formUnion(columns)
      }
      described.append(
        ExtractDescription.Table(
          name: table.name, files: files, kept: table.kept.sorted(), dropped: names.subtracting(table.kept).sorted(),
          risk: table.isOfPeople ? risk(notes.takeSizes()) : nil))
      let key = edit.holds(table.key) ? table.key : String(table.key.dropLast(".source".count))
      try set(&edit, key, to: files.map(\.name))
    }
    let plan = try self.plan(&edit, to: folder)
    let names = described.flatMap { $0.kept + $0.dropped }
    guard !notes.isAnyLabelAnID, !notes.holdsID(plan.bytes), !names.contains(where: { notes.holdsID(Array($0.utf8)) })
    else {
      throw ExtractError(
        "a label, the name of a column or a word of the plan is the id of a person, and nothing was written (rename it, or leave its column out of the plan)"
      )
    }
    let again = try audit(plan)
    guard try Self.numbers(record) == Self.numbers(again) else {
      throw ExtractError("the audit of the extract does not give the numbers of the data, and nothing was written")
    }
    let kept = Set(DataWords.warnings(again))
    let warnings = DataWords.warnings(record).filter { !kept.contains($0) }
    let description = ExtractDescription(
      key: key.id, epoch: epoch.isEmpty ? nil : epoch, minimum: minimum, tables: described, warnings: warnings)
    try Files.createPrivate(description.bytes(), at: Path.join(folder, "minimised.json"))
    return description
  }

  /// Names other files in the plan; where that fails, the extract would lead back to the data.
  private func set(_ edit: inout PlanEdit, _ key: String, to names: [String]) throws {
    guard edit.set(key, to: names) else {
      throw ExtractError("\(key) cannot be changed in the plan as it is written (write it on a line of its own)")
    }
  }

  private func write(
    _ table: TableExtract, _ number: Int, _ notes: ExtractNotes, to path: String
  ) throws -> (sha256: String, columns: [String]) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(.unwritable, path, Files.reason(errno)) }
    defer { close(descriptor) }
    var failure: Int32?
    let columns = try table.write(number, pseudonyms: key, epoch: epoch, notes: notes) { bytes in
      failure = Files.write(bytes, to: descriptor)
      return failure == nil
    }
    if let failure { throw FileError(.unwritable, path, Files.reason(failure)) }
    return (try FileDigest.sha256(path).hex, columns)
  }

  /// Writes the plan of the extract, with the files of its sign-off policy.
  private func plan(_ edit: inout PlanEdit, to folder: String) throws -> PlanFile {
    let ofPrivacy = ["pseudonymise", "quasi-identifiers", "population-share", "published", "cumulative"]
    for key in ["audit.system.artifact"] + ofPrivacy.map({ "privacy.\($0)" }) {
      edit.remove(key)
      guard !edit.holds(key) else {
        throw ExtractError("\(key) cannot be taken out of the plan as it is written (write it on a line of its own)")
      }
    }
    let signOff = file.plan.signOffFiles
    for (key, reference, name) in [
      ("sign-off.allowed-signers", signOff.allowedSigners, "allowed_signers"),
      ("sign-off.signers", signOff.signers, "signers.yaml"),
    ] {
      guard let reference else { continue }
      let bytes = try Files.read(Path.join(file.folder, reference.path), limit: 4 << 20)
      try Files.createPrivate(bytes, at: Path.join(folder, name))
      try set(&edit, key, to: [name])
    }
    let path = Path.join(folder, "evenhand.yaml")
    try Files.createPrivate(edit.bytes, at: path)
    return try PlanFile(path: path)
  }

  /// What both audits must agree on: everything but which files were read, and what only columns that are gone could show.
  private static func numbers(_ record: Record) throws -> Digest {
    var record = record
    record.inputs = []
    record.baseline?.audit.inputs = []
    for index in record.tables.indices { record.tables[index].inputs = [] }
    record.plan.sha256 = nil
    record.warnings = []
    record.audit.system.artifact = nil
    record.privacy = nil
    return try SealedRecord(record).digest
  }

  private var minimum: Int { (file.plan.privacy?.publishing ?? PublishingPolicy()).minimumCell }

  private func risk(_ sizes: (before: [Int], after: [Int])) -> ExtractDescription.Risk? {
    func risk(_ sizes: [Int]) -> UniquenessRisk? {
      UniquenessRisk(
        sizes: sizes, minimum: minimum, populationShare: file.plan.privacy?.populationShare)
    }
    guard let before = risk(sizes.before), let after = risk(sizes.after) else { return nil }
    return ExtractDescription.Risk(before: .init(before), after: .init(after))
  }
}

/// Why an extract was not written.
package struct ExtractError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The cause and the mend.
  package let description: String

  init(_ description: String) { self.description = description }
}
