public import AuditLedger
import AuditNumerics
public import AuditRecord

/// A bundle with its ledger, recomputed from bytes at one moment.
public struct SignedBundle: Sendable {
  /// What somebody who asks may bring along.
  public struct Options: Sendable {
    /// The moment at which is asked.
    public var now: Moment
    /// A list of keys that counts in place of the bundle's own.
    public var allowedSigners: [UInt8]?
    /// Keys that no longer count.
    package var revoked: [UInt8]?

    /// An earlier checkpoint, as text, that the ledger must continue.
    package var checkpoint: [UInt8]?
    /// The plan as it is now; plan, model file and data must be those that were audited.
    package var plan: PlanFile?
    /// Whether statements about power are played again, which takes longer than all else; no verdict rests on them.
    package var playsPower = true

    /// Asks at a moment.
    public init(now: Moment, allowedSigners: [UInt8]? = nil, revoked: [UInt8]? = nil) {
      self.now = now
      self.allowedSigners = allowedSigners
      self.revoked = revoked
    }
  }

  /// The bundle.
  package let bundle: Bundle
  /// The record.
  public let sealed: SealedRecord
  /// The files that people sign, by digest.
  package let subjects: [SignOffEvent.Subject]
  /// What an event is signed under; nothing without a list of keys.
  package let pin: SignOffEvent.PolicyPin?
  /// The chain of events.
  package let ledger: Ledger
  /// What it says.
  public let state: LedgerState
  /// Every place at which something is not what was signed, the first first.
  public let breaks: [LedgerBreak]
  /// What holds of the files, of the record, and of its numbers.
  public let confirmation: Confirmation
  /// Files that another version of the program made, so that they were compared with their digests alone, with the program that
  /// is said to have made each.
  package let notCompared: [(name: String, program: String)]
  /// Files that were made before the last events; the next one makes them again.
  package let outdated: [String]
  /// The earlier checkpoint that the ledger continues.
  package let earlier: Anchor?
  /// True if the keys are the bundle's own, and not brought along.
  package let trustsOwnSigners: Bool
  /// The moment at which was asked.
  package var asked: Moment { context.now }
  /// What an event is checked against.
  let context: LedgerContext
  /// What was read, and is judged, shown and signed.
  let snapshot: BundleSnapshot

  /// Reads a bundle.
  ///
  /// - Throws: `SignOffError` when there is no whole bundle, or `RecordError`; what was changed is in `breaks`.
  public init(_ bundle: Bundle, options: Options) throws {
    guard Files.isFolder(bundle.folder) else {
      throw SignOffError(.noBundle, "\(bundle.folder): there is no such folder; name that of a bundle")
    }
    try self.init(bundle, BundleSnapshot(Folder(bundle.folder)), options: options)
  }

  /// Judges what was read.
  init(_ bundle: Bundle, _ snapshot: BundleSnapshot, options: Options, comparesViews: Bool = true) throws {
    self.bundle = bundle
    self.snapshot = snapshot
    do throws(RecordError) {
      sealed = try SealedRecord(parsing: snapshot.bytes("record.json") ?? [])
    } catch {
      throw RecordError("\(bundle.path("record.json")): \(error)")
    }
    subjects = SignedBundle.subjects(snapshot.digests, sealed.record)

    let (contents, own) = (snapshot.ledger, snapshot.signers)
    trustsOwnSigners = options.allowedSigners == nil
    let keys = options.allowedSigners ?? own
    let trust = try Trust(
      signers: AllowedSigners(parsing: keys ?? []),
      revoked: options.revoked.map { bytes in try RevokedKeys(parsing: bytes) } ?? RevokedKeys())
    let policy = sealed.policy.hex
    pin = keys.map { .init(sha256: policy, allowedSigners: Digest(of: $0).hex) }

    let run = snapshot.bytes("run.json").flatMap(RunDescription.init(parsing:))
    context = LedgerContext(
      policy: sealed.record.signOff, trust: trust, runner: run?.ranBy, ranAt: run.flatMap { Moment($0.startedAt) },
      findings: sealed.record.findings, now: options.now,
      earlierLists: trustsOwnSigners
        ? try SignedBundle.lists(Array(contents.replacedSigners.values) + [own].compactMap(\.self)) : nil
    )

    ledger = Ledger(contents.entries)
    var breaks = [ledger.firstBreak, contents.firstBreak].compactMap(\.self)
    breaks += SignedBundle.subjectBreaks(ledger, subjects)
    if ledger.links.isEmpty, trustsOwnSigners, let named = sealed.record.signOff.allowedSigners,
      named != pin?.allowedSigners
    {
      breaks.append(LedgerBreak(.signers, "allowed_signers is not the list that the plan named"))
    }
    if let last = ledger.links.last, trustsOwnSigners, last.event.policy.allowedSigners != pin?.allowedSigners {
      breaks.append(
        LedgerBreak(
          .signers,
          own == nil
            ? "allowed_signers is not there"
            : "allowed_signers is not the list that event \(last.event.sequence) was signed under"))
    }
    for link in ledger.links where link.event.policy.sha256 != policy {
      breaks.append(LedgerBreak(.subject, event: link.event.sequence, "it was signed under another sign-off policy"))
    }
    breaks += SignedBundle.ownBreaks(snapshot, sealed, run)
    (earlier, breaks) = try SignedBundle.compare(ledger, options.checkpoint, sealed, trust, breaks)
    var (confirmation, renditions) = Parallel.both(
      { [sealed] in Confirmation(of: sealed.record, playsPower: options.playsPower) },
      { [sealed] in Renditions(sealed, snapshot) })
    var differences: [String] = []
    if sealed.record.plan.sha256 != nil, let plan = snapshot.bytes("plan.yaml") {
      differences = PlanAgreement.differences(sealed.record, plan: plan)
    }
    if sealed.record.tool == Tool(version: Version.current) {
      breaks += differences.map { LedgerBreak(.bundle, "record.json: \($0)") }
    } else if let first = differences.first, confirmation.numbers == .holds {
      confirmation.numbers = .notChecked("\(first), as this version reads it, and another wrote the record")
    }
    let bytes = breaks
    breaks += (confirmation.structure.failures + confirmation.numbers.failures).map {
      LedgerBreak(.bundle, "record.json: \($0)")
    }
    breaks += renditions.breaks
    if breaks.isEmpty, comparesViews {
      try renditions.compareViews { moment, count in
        // As it was written: by the bundle's own keys, and nothing else that somebody brought.
        try SignedBundle(bundle, snapshot.prefix(count), options: Options(now: moment), comparesViews: false).reported
      }
      breaks = renditions.breaks + breaks
    }
    // A report that says something else than its record is a changed file like any other, whatever its digest.
    confirmation.bytes = Confirmation.Answer((bytes + renditions.breaks).map { "\($0)" })
    self.confirmation = confirmation
    notCompared = renditions.notCompared
    outdated = renditions.outdated
    if let plan = options.plan { breaks += try Currency.breaks(plan, since: sealed.record) }
    self.breaks = breaks
    var obstacles: [String] = []
    if sealed.record.inputs.contains(where: { $0.sha256 == nil }) {
      obstacles.append(LedgerState.undigestedInputs)
    }
    state = LedgerState(ledger, context: context, firstBreak: breaks.first, obstacles: obstacles)
  }

  /// Lists of keys by their digests.
  static func lists(_ lists: [[UInt8]]) throws -> [String: AllowedSigners] {
    Dictionary(try lists.map { (Digest(of: $0).hex, try AllowedSigners(parsing: $0)) }) { first, _ in first }
  }

  /// The files that people sign, and the model file, by digest.
  static func subjects(_ files: [(name: String, digest: Digest)], _ record: Record) -> [SignOffEvent.Subject] {
    let system = record.audit.system
    let artifact = system.sha256.map { [SignOffEvent.Subject(name: system.artifact ?? "artifact", sha256: $0)] } ?? []
    return files.map { .init(name: $0.name, sha256: $0.digest.hex) } + artifact
  }

  /// Files that are not those that people signed.
  static func subjectBreaks(_ ledger: Ledger, _ subjects: [SignOffEvent.Subject]) -> [LedgerBreak] {
    for link in ledger.links where link.event.subjects != subjects {
      let number = link.event.sequence
      let changed = subjects.filter { !link.event.subjects.contains($0) }.map(\.name)
      return [
        LedgerBreak(
          .subject, event: number,
          changed.isEmpty
            ? "it is about files that the bundle does not hold"
            : "\(changed.joined(separator: ", ")) \(changed.count == 1 ? "is" : "are") not what was signed")
      ]
    }
    return []
  }

  /// Places at which the bundle does not fit itself, whoever signed it.
  private static func ownBreaks(
    _ snapshot: BundleSnapshot, _ sealed: SealedRecord, _ run: RunDescription?
  ) -> [LedgerBreak] {
    var breaks: [LedgerBreak] = []
    if sealed.digest != snapshot.digest("record.json") {
      breaks.append(LedgerBreak(.bundle, "record.json is not laid out as canonical JSON"))
    }
    if !snapshot.fitsSums {
      let written = String(decoding: snapshot.bytes("SHA256SUMS") ?? [], as: UTF8.self).split(separator: "\n")
      let changed = snapshot.digests.filter { !written.contains("\($0.digest.hex)  \($0.name)"[...]) }.map(\.name)
      breaks.append(
        LedgerBreak(
          .bundle,
          changed.isEmpty
            ? "SHA256SUMS was changed"
            : "\(changed.joined(separator: ", ")) \(changed.count == 1 ? "is" : "are") not what SHA256SUMS says"))
    }
    if run?.record != sealed.digest.hex { breaks.append(LedgerBreak(.bundle, "run.json is of another record")) }
    if let sha256 = sealed.record.plan.sha256, snapshot.digest("plan.yaml")?.hex != sha256 {
      breaks.append(LedgerBreak(.bundle, "plan.yaml is not the plan of the record"))
    }
    return breaks
  }
}
