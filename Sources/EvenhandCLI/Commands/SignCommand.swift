import ArgumentParser
import Evenhand

struct SignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Signs an audit with a key of yours, through ssh-keygen.",
    discussion: """
      Shows the exact statement first. On a terminal, it asks for what was not given and for a yes; in scripts give \
      everything by options and --yes. Whatever would not count is refused, and nothing is written.
      """)

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @Option(help: "What you do: approve, approve-with-conditions, reject, condition-met, waive, revoke or supersede.")
  var event: String?

  @Option(help: "A condition of an approval; --owner and --due belong to each, in the same order.")
  var condition: [String] = []

  @Option(help: "Who meets a condition.")
  var owner: [String] = []

  @Option(help: "The last day for a condition.")
  var due: [String] = []

  @Option(help: "The condition that is met, such as c2-1.")
  var conditionID: String?

  @Option(help: "The bundle that takes this one's place.", completion: .directory)
  var successor: String?

  @OptionGroup var signer: SignerOptions

  func run() throws {
    let signed = try SignedBundle(Bundle(folder: bundle), options: try signer.ledger.options())
    guard let word = event ?? (Terminal.canAsk && !signer.yes ? Terminal.ask("What do you do (approve, reject)") : nil)
    else { throw UsageError("--event is missing") }
    guard var kind = EventKind(rawValue: word) else {
      throw UsageError(
        "--event: \(Quoted.text(word)) is none of \(EventKind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard kind != .waive, kind != .revoke else { throw UsageError("use `evenhand \(kind.rawValue)` for that") }
    guard condition.count == owner.count, condition.count == due.count else {
      throw UsageError("each --condition needs one --owner and one --due")
    }
    guard condition.isEmpty || kind.isApproval else { throw UsageError("only an approval has conditions") }
    if !condition.isEmpty { kind = .approveWithConditions }
    var draft = try signer.draft(kind, for: signed)
    draft.conditions = try zip(condition, zip(owner, due)).map {
      (text: $0, owner: $1.0, due: try LedgerOptions.day($1.1, "--due"))
    }
    if kind == .approveWithConditions, draft.conditions.isEmpty, Terminal.canAsk, !signer.yes {
      repeat {
        draft.conditions.append(
          (
            text: Terminal.ask("The condition"), owner: Terminal.ask("Who meets it"),
            due: try LedgerOptions.day(Terminal.ask("Its last day, as 2026-12-31"), "--due")
          ))
      } while Terminal.confirms("Another condition")
    }
    if kind == .conditionMet {
      guard let conditionID else { throw UsageError("--condition-id says which condition is met") }
      draft.met = conditionID
    }
    if kind == .supersede {
      guard let successor else { throw UsageError("--successor names the bundle that takes this one's place") }
      draft.successor = Digest(of: try Files.read(Bundle(folder: successor).path("record.json"))).hex
    }
    try signer.sign(draft, in: signed)
  }
}

struct RejectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Signs that you reject an audit, and why. A rejection stays visible.")

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @OptionGroup var signer: SignerOptions

  func run() throws {
    let signed = try SignedBundle(Bundle(folder: bundle), options: try signer.ledger.options())
    try signer.sign(try signer.draft(.reject, for: signed), in: signed)
  }
}

struct RevokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Signs that an earlier event no longer counts, and why.")

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @Option(help: "The number of the event.")
  var sequence: Int

  @Option(help: "Why, in a word: \(RevocationCode.allCases.map(\.rawValue).joined(separator: ", ")).")
  var reasonCode: String

  @OptionGroup var signer: SignerOptions

  func run() throws {
    guard let code = RevocationCode(rawValue: reasonCode) else {
      throw UsageError(
        "--reason-code: \(Quoted.text(reasonCode)) is none of \(RevocationCode.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    let signed = try SignedBundle(Bundle(folder: bundle), options: try signer.ledger.options())
    var draft = try signer.draft(.revoke, for: signed)
    draft.revocation = .init(sequence: sequence, code: code)
    try signer.sign(draft, in: signed)
  }
}

struct WaiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "waive", abstract: "Signs that a requirement may stay unmet for a time. The verdict stays as it is.",
    discussion: "It needs a reason, a last day, and a role that the plan allows to waive.")

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @Option(help: "The requirement's id.")
  var requirement: String

  @Option(
    help: "A group that it is waived for; of an intersection, its labels with commas between. Without it, every group.")
  var group: [String] = []

  @OptionGroup var signer: SignerOptions

  func run() throws {
    let signed = try SignedBundle(Bundle(folder: bundle), options: try signer.ledger.options())
    let known = signed.sealed.record.requirements.map(\.id)
    guard known.contains(requirement) else {
      let hint = Suggestion.nearest(to: requirement, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
      throw UsageError("--requirement: the audit has no requirement \(Quoted.text(requirement))\(hint)")
    }
    let groups = group.map { text in groupLabels(text, in: signed.sealed.record) }
    guard signer.expires != nil else { throw UsageError("--expires says on which day the waiver ends") }
    var draft = try signer.draft(.waive, for: signed)
    draft.waiver = .init(requirement: requirement, groups: groups)
    try signer.sign(draft, in: signed)
  }

  /// A group by its one label, whatever that holds, or by several with commas between.
  private func groupLabels(_ text: String, in record: Record) -> [Label] {
    let groups = record.findings.compactMap(\.group)
    return groups.first { $0 == [Label(text)] } ?? groups.first { $0.map(\.text).joined(separator: ",") == text }
      ?? text.split(separator: ",", omittingEmptySubsequences: false).map { Label(String($0)) }
  }
}
