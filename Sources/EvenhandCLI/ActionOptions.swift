import ArgumentParser
import Evenhand

/// Who signs an action, and with which key.
struct ActionOptions: ParsableArguments {
  @Option(help: "The key: a private key file, or a public key whose private half an agent holds.", completion: .file())
  var key: String?

  @Option(help: "Your name in allowed_signers, such as ann@example.org.")
  var principal: String?

  @Option(help: "The role in which you sign.")
  var role: String?

  @Option(help: "Your printed name.")
  var name: String?

  @Option(help: "Your organisation.")
  var organisation: String?

  @Flag(help: "Sign without asking; the statement is printed all the same.")
  var yes = false

  /// Who signs, by the options and by what the newest plan says of its signers.
  private func signer(_ policy: SignOffPolicy) throws -> SignOffEvent.Signer {
    let principal = try given(principal, "--principal", "Your name in allowed_signers")
    let known = policy.signers?.first { $0.principal == principal }
    let roles = (known?.roles ?? policy.actions ?? []).filter { policy.actions?.contains($0) ?? true }
    return SignOffEvent.Signer(
      principal: principal, name: try name ?? known?.name ?? given(nil, "--name", "Your printed name"),
      role: try role ?? (roles.count == 1 ? roles.first : nil)
        ?? given(nil, "--role", "The role in which you sign (\(roles.joined(separator: ", ")))"),
      organisation: organisation ?? known?.organisation)
  }

  private func given(_ value: String?, _ option: String, _ question: String) throws -> String {
    if let value, !value.isEmpty { return value }
    guard Terminal.canAsk, !yes else { throw UsageError("\(option) is missing") }
    let answer = Terminal.ask(question)
    guard !answer.isEmpty else { throw UsageError("\(option) is missing") }
    return answer
  }

  /// Shows what is signed, has it confirmed, signs it and says how the finding stands.
  func sign(
    _ kind: ActionKind, in view: HistoryView, of series: SeriesState, finding: FindingLife?,
    about audit: IndexedAudit? = nil, _ options: HistoryOptions, _ fill: (inout ActionDraft) throws -> Void
  ) throws {
    if let first = view.book.state.firstBreak {
      throw SignOffError(.broken, "nothing is signed on top of what was changed: \(first)")
    }
    var draft = ActionDraft(
      kind: kind, signer: try signer((audit ?? series.newest).policy), series: series.series.name, finding: finding,
      audit: audit ?? series.newest)
    try fill(&draft)
    if let objection = view.objection(to: draft) {
      throw SignOffError(.refused, "this action would not count: \(objection)")
    }
    let key = try given(key, "--key", "Your key file")
    // A line break in a reason must not pass for the end of the statement.
    Output.talk("You sign this statement:\n\n  \(Escaping.terminal(draft.statement))\n")
    if !yes {
      guard Terminal.canAsk else {
        throw UsageError("nothing is signed without a yes; add --yes when no terminal is there")
      }
      guard Terminal.confirms("Do you agree to this statement and sign it") else {
        throw UsageError("not signed; nothing was written")
      }
    }
    let asked = try options.options()
    let number = try view.sign(draft, key: key, options: asked)
    options.talk.talk("signed: action \(number) of \(Path.join(view.history.folder, "actions"))")
    let after = try HistoryView(view.history, series: series.series.name, options: asked)
    try Output.result(HistoryText.list(after, finding: finding?.trend.key, width: Output.width))
  }
}
