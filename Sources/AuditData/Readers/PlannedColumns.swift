package import AuditInputs
import AuditRecord

extension DecisionColumns {
  /// The names of the columns that an audit reads of a table, each once; none of a table that is not declared.
  package func columnNames(of table: TableName) -> [String] {
    switch table {
    case .decisions: WantedColumn.names(wanted)
    case .consents: WantedColumn.names(lawful?.consents?.wanted ?? [])
    default: []
    }
  }
}

extension ListColumns {
  /// The names of the columns that an audit reads of a table, each once; none of a table that is not declared.
  package func columnNames(of table: TableName) -> [String] {
    let wanted: [WantedColumn]? =
      switch table {
      case .decisions: nil
      case .lists: lists.wanted
      case .users: users?.wanted
      case .items: items?.wanted
      case .relevance: relevance?.wanted
      case .history: history?.wanted
      case .before: before?.wanted(contexts: users?.contexts ?? [])
      case .baseline: baseline?.wanted(contexts: users?.contexts ?? [])
      case .audience: audience?.wanted
      case .settings: log?.settings.wanted
      case .served: log?.served.wanted
      case .consents: lawful?.consents?.wanted
      }
    return WantedColumn.names(wanted ?? [])
  }
}

extension WantedColumn {
  fileprivate static func names(_ wanted: [WantedColumn]) -> [String] {
    var seen: Set<Label> = []
    return wanted.map(\.column).filter { seen.insert(Label($0)).inserted }
  }
}
