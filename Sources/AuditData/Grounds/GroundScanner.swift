import AuditInputs
import AuditRecord

extension LawfulUse.Columns {
  /// The columns in the order in which ``GroundScanner`` takes them.
  var wanted: [WantedColumn] {
    [used, collected, purpose, basis, age, guardian].compactMap { $0.map { WantedColumn($0, WantedColumn.ground) } }
  }
}

/// Says of each row whether it may be used, and if not, for which cause.
///
/// It stands before everything else that is read of a row, so that nothing of those left out reaches a number.
final class GroundScanner {
  /// No cause.
  static let none: UInt8 = 0

  /// Where the columns stand.
  private struct Places {
    let subject: Int?
    var used: Int?
    var collected: Int?
    var purpose: Int?
    var basis: Int?
    var age: Int?
    var guardian: Int?
  }

  private let lawful: LawfulUse
  private let consents: ConsentTable?
  private let places: Places
  private let purpose: ChoiceColumn?
  private let basis: ChoiceColumn?
  /// Whether every row lacks a ground for data of a special category.
  private let lacksGround: Bool
  /// The first second of the day that is named.
  private let asOf: Double
  /// How long a row may be kept [seconds].
  private let retention: Double?
  /// Which purposes of consents cover a purpose of rows, as far as those have come [purposes of rows][purposes of consents].
  private var covered: [[Bool]] = []
  private let purposeCodes: UnsafeMutablePointer<Int32>
  private let basisCodes: UnsafeMutablePointer<Int32>

  /// The cause of each of the rows last looked at, one more than its place among ``UseCause``; 0 where there is none.
  let causes: UnsafeMutablePointer<UInt8>
  /// What has been counted so far.
  private(set) var counts = GroundPart()

  /// - Parameters:
  ///   - subject: Where the id of the person stands among the columns.
  ///   - first: Where the first of ``LawfulUse/Columns/wanted`` stands.
  ///   - capacity: The most rows at once.
  init(
    _ lawful: LawfulUse, consents: ConsentTable?, subject: Int?, first: Int, capacity: Int, options: SourceOptions
  ) {
    self.lawful = lawful
    self.consents = consents
    var next = first
    func place(_ column: String?) -> Int? {
      guard column != nil else { return nil }
      defer { next += 1 }
      return next
    }
    var places = Places(subject: subject)
    places.used = place(lawful.columns.used)
    places.collected = place(lawful.columns.collected)
    places.purpose = place(lawful.columns.purpose)
    places.basis = place(lawful.columns.basis)
    places.age = place(lawful.columns.age)
    places.guardian = place(lawful.columns.guardian)
    self.places = places
    purpose = lawful.columns.purpose.map {
      ChoiceColumn(
        $0, part: "purpose", wanted: (lawful.rules.covers ?? []).map(\.purpose), others: nil,
        limit: options.maximumLabels)
    }
    basis = lawful.columns.basis.map {
      ChoiceColumn(
        $0, part: "basis", wanted: lawful.rules.consentBasis ?? [], others: nil, limit: options.maximumLabels)
    }
    lacksGround = (lawful.rules.special ?? []).contains { $0.ground == nil }
    asOf = Instant.seconds(lawful.asOf) ?? 0
    retention = lawful.rules.retentionDays.map { Double($0) * 86_400 }
    purposeCodes = .allocate(capacity: capacity)
    basisCodes = .allocate(capacity: capacity)
    causes = .allocate(capacity: capacity)
  }

  deinit {
    purposeCodes.deallocate()
    basisCodes.deallocate()
    causes.deallocate()
  }

  /// What has been counted so far, with the labels that occur.
  var part: GroundPart {
    var part = counts
    func labels(_ column: ChoiceColumn?) -> Set<Label> {
      Set((column?.choices ?? []).filter { $0.number != .missing }.map(\.label))
    }
    part.purposes = labels(purpose)
    part.bases = labels(basis)
    return part
  }

  /// Finds the cause of each row, up to the first fault.
  ///
  /// - Returns: The first row that has a fault, with the fault; nothing if none has.
  func look(_ rows: TableRows) -> RowFault? {
    var fault: RowFault?
    var limit = rows.count
    func check(_ column: ChoiceColumn?, _ place: Int?, _ codes: UnsafeMutablePointer<Int32>, key: String) {
      guard let column, let place else { return }
      guard let (row, alike) = column.codes(of: rows.columns[place], count: limit, into: codes) else { return }
      var found = alike
      if found.code == .labelAlike { found.hint = "write it one way in all rows, or name both under `\(key)`" }
      (fault, limit) = (RowFault(row: row, column: place, fault: found), row)
    }
    check(purpose, places.purpose, purposeCodes, key: "covers")
    check(basis, places.basis, basisCodes, key: "consent-basis")
    for row in 0..<limit {
      switch cause(of: row, rows) {
      case .success(let found):
        causes[row] = found.map { UInt8(truncatingIfNeeded: $0.order + 1) } ?? Self.none
        if let found { counts.causes[found.order] += 1 }
      case .failure(let found): return found.fault
      }
    }
    return fault
  }

  private struct Found: Error {
    let fault: RowFault
  }

  private func cause(of row: Int, _ rows: TableRows) -> Result<UseCause?, Found> {
    func fault(_ place: Int, _ code: ReadError.Code, _ message: String, _ hint: String) -> Result<UseCause?, Found> {
      .failure(
        Found(fault: RowFault(row: row, column: place, fault: FieldFault(code: code, message: message, hint: hint))))
    }
    func time(_ place: Int) -> Result<Double, Found> {
      if let seconds = Instant.seconds(rows.columns[place], row) { return .success(seconds) }
      let text = rows.columns[place].label(row).text
      return .failure(Found(fault: RowFault(row: row, column: place, fault: Instant.fault(text))))
    }
    var used: Double?
    if let place = places.used {
      switch time(place) {
      case .success(let found): used = found
      case .failure(let found): return .failure(found)
      }
    }
    var collected: Double?
    if let place = places.collected {
      switch time(place) {
      case .success(let found): collected = found
      case .failure(let found):
        if MissingWord.word(of: rows.columns[place].label(row)) == nil { return .failure(found) }
      }
    }
    if let used, let collected, used < collected, let place = places.used {
      return fault(
        place, .badPeriod, "the row was used before it was collected", "check which column is which")
    }
    for (place, time) in [(places.used, used), (places.collected, collected)] {
      guard let place, let time, time >= asOf + 86_400 else { continue }
      return fault(
        place, .badPeriod, "this lies after \(lawful.asOf), the day of `as-of`", "name a day that no row comes after")
    }
    var age: Double?
    if let place = places.age {
      let years = NumberColumn.number(rows.columns[place], row)
      if years.map({ (0...150).contains($0) }) != true, MissingWord.word(of: rows.columns[place].label(row)) == nil {
        return fault(place, .badAge, "the age is not a number from 0 to 150", "write years, and no year of birth")
      }
      age = years.flatMap { $0.isNaN ? nil : $0 }
    }
    var hasGuardian = false
    if let place = places.guardian {
      guard let word = Self.truth(rows.columns[place].label(row)) else {
        return fault(
          place, .badGuardian, "this says neither yes nor no", "write yes where a guardian has agreed, else no")
      }
      hasGuardian = word
    }
    let hasBasis = basis == nil || ChoiceColumn.number(of: basisCodes[row]) != ChoiceColumn.Class.missing.rawValue
    let isOnConsent = basis == nil || ChoiceColumn.number(of: basisCodes[row]) == ChoiceColumn.Class.wanted.rawValue
    if let consents, isOnConsent, let used, let subject = places.subject,
      let cause = consent(consents, of: rows.columns[subject], row, at: used)
    {
      return .success(cause)
    }
    if let retention, let collected, asOf - collected > retention { return .success(.pastRetention) }
    if let least = lawful.rules.minimumAge, let age, age < least, !hasGuardian { return .success(.minor) }
    if lacksGround { return .success(.specialWithoutGround) }
    if !hasBasis { return .success(.unknownBasis) }
    if places.age != nil, age == nil { counts.unknownAge += 1 }
    if retention != nil, collected == nil { counts.unknownCollected += 1 }
    return .success(nil)
  }

  /// Why nobody consented to this use; nothing where somebody did.
  private func consent(_ consents: ConsentTable, of column: Column, _ row: Int, at used: Double) -> UseCause? {
    counts.onConsent += 1
    let own = consents.periods(of: column, row)
    guard !own.isEmpty else { return .noConsent }
    counts.found += 1
    var isCovered = false
    var first = Double.infinity
    for period in own where covers(period.purpose, row) {
      if period.from <= used, used < period.until { return nil }
      isCovered = true
      first = min(first, period.from)
    }
    return !isCovered ? .otherPurpose : used < first ? .beforeConsent : .afterWithdrawal
  }

  /// Whether a consent to a purpose covers the purpose of a row.
  private func covers(_ consent: Int32, _ row: Int) -> Bool {
    guard consent >= 0, let purpose, let consents else { return true }
    let code = purposeCodes[row]
    guard ChoiceColumn.number(of: code) != ChoiceColumn.Class.missing.rawValue else { return false }
    while covered.count < purpose.choices.count {
      let label = purpose.choices[covered.count].label
      let by = (lawful.rules.covers ?? []).first { $0.purpose == label }?.by ?? [label]
      covered.append(consents.purposes.map(by.contains))
    }
    return covered[ChoiceColumn.choice(of: code)][Int(consent)]
  }

  /// Whether a field says yes; nothing where it says neither.
  private static func truth(_ label: Label) -> Bool? {
    if MissingWord.word(of: label) != nil { return false }
    return switch label.text.lowercased() {
    case "yes", "y", "true", "t", "1": true
    case "no", "n", "false", "f", "0": false
    default: nil
    }
  }
}
