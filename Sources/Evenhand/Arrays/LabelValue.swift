import AuditData
public import AuditRecord

/// A value that says which group, decision or outcome a row has.
///
/// Texts, whole numbers, truth values and optionals of them are such values; an enum of yours is one as soon as it says so:
///
///     enum Sex: String, LabelValue { case female, male }
public protocol LabelValue: Sendable {
  /// The label, as a file would have it; an empty one stands for nothing.
  var label: Label { get }
}

extension String: LabelValue {
  /// The text itself.
  public var label: Label { Label(self) }
}

extension Bool: LabelValue {
  /// `true` or `false`.
  public var label: Label { self ? "true" : "false" }
}

extension Int: LabelValue {
  /// The digits.
  public var label: Label { Label(String(self)) }
}

extension Label: LabelValue {
  /// The label itself.
  public var label: Label { self }
}

extension Optional: LabelValue where Wrapped: LabelValue {
  /// The label of the value; an empty one for none.
  public var label: Label { self?.label ?? "" }
}

extension LabelValue where Self: RawRepresentable<String> {
  /// The raw value.
  public var label: Label { Label(rawValue) }
}

/// A column in memory: an array of labels, or of whole numbers for which there are bins.
public protocol LabelValues: Sendable {
  /// How many rows there are.
  var count: Int { get }
  /// The labels [rows].
  var labels: [Label] { get }
}

extension Array: LabelValues where Element: LabelValue {
  /// The labels [rows].
  public var labels: [Label] { map(\.label) }
}

extension MemoryTable.Values {
  /// The column of an array, in the form that is read fastest.
  init(_ values: any LabelValues) {
    switch values {
    case let texts as [String]: self = .texts(texts)
    case let truth as [Bool]: self = .truth(truth)
    case let wholes as [Int]: self = .wholes(wholes)
    default: self = .labels(values.labels)
    }
  }
}
