public import AuditRecord

/// The share that groups of items should have. There is no default: it is somebody's choice, and the record states it.
public enum Target: Sendable, Hashable {
  /// A group's share of the items that can be shown.
  case catalogue
  /// A group's share of what users want.
  case qualified
  /// A group's share of what was chosen before: of the history, else of the items' popularity.
  case population
  /// The same share for every group.
  case uniform
  /// These shares, which sum to one.
  case given([GroupShare])

  /// One group's share.
  public struct GroupShare: Sendable, Hashable {
    /// The group's label.
    public var group: Label
    /// Its share.
    public var share: Double

    /// States a share.
    public init(_ group: Label, _ share: Double) {
      self.group = group
      self.share = share
    }
  }

  /// Its name in plans and records.
  public var name: String {
    switch self {
    case .catalogue: "catalogue"
    case .qualified: "qualified"
    case .population: "population"
    case .uniform: "uniform"
    case .given: "given"
    }
  }

  /// The targets that a plan names with one word.
  public static let named: [Target] = [.catalogue, .qualified, .population, .uniform]
}
