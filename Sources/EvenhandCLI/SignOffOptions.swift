import ArgumentParser
import Evenhand

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What every command on sign-offs takes.
struct LedgerOptions: ParsableArguments {
  @Option(help: "A list of keys that counts in place of the bundle's own, in OpenSSH's format.", completion: .file())
  var allowedSigners: String?

  @Option(help: "Keys that no longer count: public keys, one a line, or a KRL.", completion: .file())
  var revoked: String?

  func options(now: String? = nil) throws -> SignedBundle.Options {
    SignedBundle.Options(
      now: try LedgerOptions.moment(now), allowedSigners: try allowedSigners.map { try Files.read($0, limit: 4 << 20) },
      revoked: try revoked.map { try Files.read($0, limit: 64 << 20) })
  }

  /// The moment that an option names, else the clock.
  static func moment(_ text: String?) throws -> Moment {
    guard let text else { return Moment(seconds: RunClock.clock) }
    guard let moment = CalendarDay(text).map(Moment.init) ?? Moment(text) else {
      throw UsageError("\(Quoted.text(text)) is no date; write 2026-12-31 or 2026-12-31T23:59:59Z")
    }
    return moment
  }

  static func day(_ text: String, _ option: String) throws -> CalendarDay {
    guard let day = CalendarDay(text) else {
      throw UsageError("\(option): \(Quoted.text(text)) is no day; write 2026-12-31")
    }
    return day
  }
}

/// Who signs, with which key, and what for.
struct SignerOptions: ParsableArguments {
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

  @Option(help: "Whom you sign for, if not for yourself.")
  var onBehalfOf: String?

  @Option(help: "What you answer for.")
  var responsibleFor: String?

  @Option(help: "Where you sign.")
  var place: String?

  @Option(help: "What your signature means: \(Meaning.allCases.map(\.rawValue).joined(separator: ", ")).")
  var meaning: String?

  @Option(help: "Why.")
  var reason: String?

  @Option(help: "The last day on which this counts.")
  var expires: String?

  @Option(help: ArgumentHelp("A declaration of independence with your answer.", valueName: "statement=yes|no"))
  var declare: [String] = []

  @Flag(help: "Sign without asking; the statement is printed all the same.")
  var yes = false

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var talk: TalkOptions

  /// Fills a draft, asking on a terminal for what was not given.
  func draft(_ kind: EventKind, for signed: SignedBundle) throws -> SignOffDraft {
    let principal = try given(principal, "--principal", "Your name in allowed_signers")
    let known = signed.sealed.record.signOff.signers?.first { $0.principal == principal }
    let roles = known?.roles ?? signed.sealed.record.signOff.required.map(\.role)
    let role =
      try self.role ?? (known?.roles.count == 1 ? known?.roles.first : nil)
      ?? given(nil, "--role", "The role in which you sign (\(roles.joined(separator: ", ")))")
    var draft = SignOffDraft(
      kind: kind,
      signer: .init(
        principal: principal, name: try name ?? known?.name ?? given(nil, "--name", "Your printed name"), role: role,
        organisation: organisation ?? known?.organisation, onBehalfOf: onBehalfOf, responsibleFor: responsibleFor,
        place: place))
    if let meaning {
      guard let word = Meaning(rawValue: meaning) else {
        throw UsageError(
          "--meaning: \(Quoted.text(meaning)) is none of \(Meaning.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      draft.meaning = word
    } else if Terminal.canAsk, !yes {
      let answer = Terminal.ask("What your signature means [\(kind.usualMeaning.rawValue)]")
      guard answer.isEmpty || Meaning(rawValue: answer) != nil else {
        throw UsageError("\(Quoted.text(answer)) is no meaning of a signature")
      }
      draft.meaning = Meaning(rawValue: answer)
    }
    let needsReason: [EventKind] = [.reject, .waive, .revoke, .supersede]
    draft.reason = needsReason.contains(kind) ? try given(reason, "--reason", "Why") : reason
    draft.expires = try expires.map { try LedgerOptions.day($0, "--expires") }
    draft.independence = try declarations(kind, signed)
    return draft
  }

  private static let usualDeclarations = [
    "I took no part in developing, distributing or using the system",
    "I am not employed by whoever develops, distributes or uses it",
    "I have no financial interest in whoever develops, distributes or uses it",
  ]

  private func declarations(_ kind: EventKind, _ signed: SignedBundle) throws -> [SignOffEvent.Declaration] {
    var declarations = try declare.map { text -> SignOffEvent.Declaration in
      guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
        ["yes", "no"].contains(text[text.index(after: equals)...])
      else { throw UsageError("--declare: write it as \"I took no part in developing it=yes\"") }
      return .init(text: String(text[..<equals]), holds: text[text.index(after: equals)...] == "yes")
    }
    if declarations.isEmpty, kind.isApproval, signed.sealed.record.audit.type == .independentAudit, Terminal.canAsk,
      !yes
    {
      declarations = SignerOptions.usualDeclarations.map { .init(text: $0, holds: Terminal.confirms($0)) }
    }
    return declarations
  }

  private func given(_ value: String?, _ option: String, _ question: String) throws -> String {
    if let value, !value.isEmpty { return value }
    guard Terminal.canAsk, !yes else { throw UsageError("\(option) is missing") }
    let answer = Terminal.ask(question)
    guard !answer.isEmpty else { throw UsageError("\(option) is missing") }
    return answer
  }

  /// Shows what is signed, has it confirmed, signs it and says where the audit stands.
  func sign(_ draft: SignOffDraft, in signed: SignedBundle) throws {
    if let first = signed.breaks.first {
      throw SignOffError(.broken, "nothing is signed on top of what was changed: \(first)")
    }
    if let objection = signed.objection(to: draft) {
      throw SignOffError(.refused, "this sign-off would not count: \(objection)")
    }
    if let reason = signed.confirmation.numbers.reason {
      Output.talk("warning: the findings were not recomputed: \(reason)")
    }
    let key = try given(key, "--key", "Your key file")
    // A line break in a title must not pass for the end of the statement.
    let statement = Escaping.terminal(draft.statement(on: signed.sealed))
    Output.talk("You sign this statement:\n\n  \(statement)\n\nabout these files:\n")
    for subject in signed.subjects { Output.talk("  \(subject.sha256)  \(subject.name)") }
    Output.talk("")
    if !yes {
      guard Terminal.canAsk else {
        throw UsageError("nothing is signed without a yes; add --yes when no terminal is there")
      }
      guard Terminal.confirms("Do you agree to this statement and sign it") else {
        throw UsageError("not signed; nothing was written")
      }
    }
    let after = try SignedBundle.sign(draft, in: signed, key: key, options: try ledger.options())
    talk.talk("signed: event \(after.state.entries.count) of \(signed.bundle.path("signoffs"))")
    try Output.result(Escaping.terminal(StatusSummary.line(after)) + "\n")
  }
}

/// Questions to a person.
enum Terminal {
  /// True if a person can be asked.
  static var canAsk: Bool { isatty(0) == 1 && isatty(2) == 1 }

  /// Asks and reads one line.
  static func ask(_ question: String) -> String {
    _ = Output.write("\(Escaping.terminal(question)): ", to: 2)
    let answer = readLine() ?? ""
    return answer.split(separator: " ").joined(separator: " ")
  }

  /// Asks for a yes; everything else is a no.
  static func confirms(_ question: String) -> Bool { ask("\(question) (yes or no)").lowercased() == "yes" }
}
