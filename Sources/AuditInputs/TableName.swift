/// A table of a plan, by the name that commands and records call it.
package enum TableName: String, Sendable, Hashable, CaseIterable {
  /// Decisions, one row each or counted.
  case decisions
  /// Ranked lists.
  case lists
  /// Who receives.
  case users
  /// What can be shown.
  case items
  /// What each user wants.
  case relevance
  /// What each user chose before.
  case history
  /// What each user was shown before.
  case before
  /// What each user would be shown without personalisation.
  case baseline
  /// Who should have received a list.
  case audience
  /// When each user chose a level.
  case settings
  /// What each user was served, and how.
  case served
  /// When people consented, to what.
  case consents
}

extension ListColumns {
  /// A table, if the plan has it; one that it has not cannot be given.
  package subscript(table name: TableName) -> InputTable? {
    get {
      switch name {
      case .decisions: nil
      case .lists: lists.table
      case .users: users?.table
      case .items: items?.table
      case .relevance: relevance?.table
      case .history: history?.table
      case .before: before?.table
      case .baseline: baseline?.table
      case .audience: audience?.table
      case .settings: log?.settings.table
      case .served: log?.served.table
      case .consents: lawful?.consents?.table
      }
    }
    set {
      guard let newValue else { return }
      switch name {
      case .decisions: break
      case .lists: lists.table = newValue
      case .users: users?.table = newValue
      case .items: items?.table = newValue
      case .relevance: relevance?.table = newValue
      case .history: history?.table = newValue
      case .before: before?.table = newValue
      case .baseline: baseline?.table = newValue
      case .audience: audience?.table = newValue
      case .settings: log?.settings.table = newValue
      case .served: log?.served.table = newValue
      case .consents: users?.lawful?.consents?.table = newValue
      }
    }
  }
}

extension DecisionColumns {
  /// A table, if the plan has it; one that it has not cannot be given.
  package subscript(table name: TableName) -> InputTable? {
    get {
      switch name {
      case .decisions: table
      case .consents: lawful?.consents?.table
      default: nil
      }
    }
    set {
      guard let newValue else { return }
      switch name {
      case .decisions: table = newValue
      case .consents: lawful?.consents?.table = newValue
      default: break
      }
    }
  }
}
