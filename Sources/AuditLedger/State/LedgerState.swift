package import AuditRecord

/// What a ledger says at one moment: computed from events, never stored.
public struct LedgerState: Sendable {
  /// What has become of an event.
  package enum Standing: Sendable, Hashable {
    /// It counts.
    case stands
    /// It does not count, and never did.
    case void(String)
    /// An event took it back.
    case revoked(by: Int, RevocationCode)
    /// The same person decided anew.
    case replaced(by: Int)
    /// Its last day has passed.
    case expired(CalendarDay)
    /// A condition was not met in time.
    case lapsed(SignOffEvent.Condition)

    /// The standing in words.
    package var words: String {
      switch self {
      case .stands: "counts"
      case .void(let reason): "does not count: \(reason)"
      case .revoked(let event, let code): "revoked by event \(event) (\(code.rawValue))"
      case .replaced(let event): "replaced by event \(event)"
      case .expired(let day): "expired: it counted until \(day)"
      case .lapsed(let condition): "lapsed: condition \(condition.id) was due on \(condition.due)"
      }
    }
  }

  /// An event with what has become of it.
  package struct Entry: Sendable {
    /// The event.
    package let event: SignOffEvent
    /// The fingerprint of the key; nothing if it cannot be read.
    package let fingerprint: String?
    /// What has become of it.
    package internal(set) var standing: Standing {
      didSet { if !isCalendar { decided = standing } }
    }
    /// The same without the calendar: what later events are judged by, whenever somebody asks.
    private(set) var decided: Standing
    private var isCalendar = false

    init(event: SignOffEvent, fingerprint: String?, standing: Standing) {
      self.event = event
      self.fingerprint = fingerprint
      self.standing = standing
      decided = standing
    }

    /// True if it counts.
    package var stands: Bool { standing == .stands }

    /// True if it counted until its days were over.
    var held: Bool { decided == .stands }

    /// True if it counted at some time, whatever took it back.
    var counted: Bool { if case .void = decided { false } else { true } }

    /// Ends it by the calendar.
    mutating func end(_ standing: Standing) {
      isCalendar = true
      self.standing = standing
    }
  }

  /// A condition with what has become of it.
  package struct ConditionStatus: Sendable {
    /// The condition.
    package let condition: SignOffEvent.Condition
    /// The approval that it belongs to.
    package let approval: Int
    /// The event that confirmed it.
    package let metBy: Int?
    /// True if it was due before today and nobody has confirmed it.
    package let isOverdue: Bool
  }

  /// Something that has a date.
  package struct Deadline: Sendable, Hashable {
    /// The last day.
    package let day: CalendarDay
    /// What must be done.
    package let text: String
    /// A name that stays the same when the ledger grows.
    package let id: String
  }

  /// Every event that holds together, in order.
  package internal(set) var entries: [Entry]
  /// The first place at which the ledger is not what was signed.
  package let firstBreak: LedgerBreak?
  /// Conditions of approvals that count or have lapsed.
  package internal(set) var conditions: [ConditionStatus] = []
  /// Waivers that count and match no finding that is not met.
  package internal(set) var idleWaivers: [Int] = []
  /// Each required role with the event that fills it.
  package internal(set) var roles: [(role: String, event: Int?)] = []
  /// Other things that keep the audit from being final.
  public internal(set) var obstacles: [String] = []

  /// What keeps an audit from being final whose inputs nobody digested.
  package static let undigestedInputs =
    "the audit was run without digests of its inputs, so nobody can tell which data it read"

  /// SHA-256 of the record that takes this one's place.
  package var successor: String? { entries.last { $0.stands && $0.event.kind == .supersede }?.event.successor }

  /// True when everybody who must has signed, nobody objects, and nothing was changed.
  public var isFinal: Bool {
    firstBreak == nil && successor == nil && !roles.isEmpty && roles.allSatisfy { $0.event != nil } && obstacles.isEmpty
  }

  /// Whether a finding is accepted although its requirement is not met; one that could not run never is.
  package func waiver(of finding: Finding) -> Entry? {
    guard finding.verdict != .met, finding.verdict != .couldNotRun, firstBreak == nil else { return nil }
    return entries.first { $0.stands && LedgerState.covers($0.event.waiver, finding) }
  }

  package static func covers(_ waiver: SignOffEvent.Waiver?, _ finding: Finding) -> Bool {
    guard let waiver, waiver.requirement.utf8.elementsEqual(finding.requirement.utf8) else { return false }
    guard !waiver.groups.isEmpty else { return true }
    if let grouping = waiver.grouping {
      guard grouping.elementsEqual(finding.grouping, by: { $0.isIdentical(to: $1) }),
        (waiver.stratifier ?? "").isIdentical(to: finding.stratifier ?? "")
      else { return false }
    }
    return finding.group.map(waiver.groups.contains) ?? false
  }

  /// Everything that has a date, the earliest first.
  package func deadlines(policy: SignOffPolicy) -> [Deadline] {
    var deadlines: [Deadline] = []
    for status in conditions where status.metBy == nil && !status.isOverdue {
      deadlines.append(
        Deadline(
          day: status.condition.due,
          text: "condition \(status.condition.id) is due, by \(status.condition.owner): \(status.condition.text)",
          id: "condition-\(status.condition.id)"))
    }
    for entry in entries where entry.stands {
      guard let day = LedgerState.lastDay(of: entry.event, policy) else { continue }
      let number = entry.event.sequence
      switch entry.event.kind {
      case .waive:
        deadlines.append(
          Deadline(
            day: day, text: "the waiver of \(entry.event.waiver?.requirement ?? "a requirement") ends",
            id: "waiver-\(number)"))
      case .approve, .approveWithConditions:
        deadlines.append(
          Deadline(
            day: day, text: "the approval by \(entry.event.signer.name) (\(entry.event.signer.role)) ends: audit again",
            id: "approval-\(number)"))
      default: break
      }
    }
    return deadlines.sorted { ($0.day, $0.id) < ($1.day, $1.id) }
  }

  /// The last day on which an event counts.
  package static func lastDay(of event: SignOffEvent, _ policy: SignOffPolicy) -> CalendarDay? {
    guard event.kind.isApproval, let days = policy.validForDays else { return event.expires }
    let byPolicy = event.signedAt.day.adding(days: days)
    return event.expires.map { min($0, byPolicy) } ?? byPolicy
  }
}
