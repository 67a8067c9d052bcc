import AuditRecord

/// The words and the unit that fit the numbers of one metric.
struct Quantity: Hashable {
  /// What kind of number it is.
  let measure: Measure
  /// Whose groups it is about.
  let side: MetricSide
  /// True when numbers are shown as percentages.
  let isPercent: Bool
  /// True when numbers rest on people, each of whom was counted.
  let isOfPeople: Bool
  /// True when numbers lie between 0 and 1, so that several such metrics can share an axis.
  let isWithinOne: Bool

  init(_ card: MetricCard?) {
    measure = card?.measure ?? .average
    side = card?.side ?? .decisions
    isPercent = card?.unit == .share
    isOfPeople = card?.basis == .people
    isWithinOne = card?.least == 0 && card?.most == 1
  }

  /// What such a number is called: "rate", "share" or "number".
  var noun: String { measure == .proportion ? "rate" : isPercent ? "share" : "number" }

  /// The header of a column of such numbers.
  var header: String { noun == "number" ? "Value" : Phrases.sentenceCase(noun) }

  /// Who or what a group is made of.
  var members: String { side == .providers ? "items" : "people" }

  /// The header of the column that says on how much a number rests.
  var basis: String { isOfCounts ? "Counted" : isOfPeople ? "People" : "Lists" }

  private var isOfCounts: Bool {
    switch measure {
    case .proportion, .mapped, .function, .other: true
    case .average, .whole, .logRatio: false
    }
  }

  /// The header of the column that says on how much a judged number rests, and the number.
  var countedHeader: String { isOfCounts ? "Counted" : "\(header), \(isOfPeople ? "people" : "lists")" }

  /// What a number rests on, in a sentence.
  var basisWords: String {
    isOfCounts && measure.isKnown ? "people counted" : isOfPeople ? "people" : "lists averaged"
  }

  /// What a number rests on: "one person", "12 lists".
  func counted(_ count: Int) -> String {
    isOfPeople
      ? Phrases.counted(count, "person", "people") : Phrases.counted(count, "list")
  }

  /// The scale of the number itself.
  var scale: Scale { isPercent ? .rate : .plain }
}

extension UndefinedReason {
  /// The reason in the words of what is measured: people are counted, lists are averaged.
  func words(_ quantity: Quantity) -> String {
    if quantity.isOfPeople { return words }
    return switch self {
    case .emptyGroup where quantity.side == .providers: "no item of this group was in the data"
    case .emptyDenominator: "no list has anything to add to this number"
    case .zeroReference: "the \(quantity.noun) of the reference group is zero, so a ratio to it does not exist"
    case .undefinedReference: "the \(quantity.noun) of the reference group does not exist"
    case .extremeReference: "the \(quantity.noun) of the reference group is at the edge of what it can be"
    default: words
    }
  }
}
