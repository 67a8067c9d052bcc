// What each table is read for.

extension ListColumns.Lists {
  var wanted: [WantedColumn] {
    [
      WantedColumn(user, "user"), WantedColumn(item, "item"), rank.map { WantedColumn($0, "rank") },
      score.map { WantedColumn($0, "score") }, engagement.map { WantedColumn($0, "engagement") },
      list.map { WantedColumn($0, "list") },
    ].compactMap { $0 }
  }
}

extension ListColumns.Users {
  var wanted: [WantedColumn] {
    [WantedColumn(id, "user")] + groups.map { WantedColumn($0.column, "group") }
      + contexts.map { WantedColumn($0, "context") }
  }
}

extension ListColumns.Items {
  var wanted: [WantedColumn] {
    [WantedColumn(id, "item")] + (popularity.map { [WantedColumn($0, "popularity")] } ?? [])
      + groups.map { WantedColumn($0.group.column, "group") }
  }
}

extension ListColumns.Relevance {
  var wanted: [WantedColumn] {
    [WantedColumn(user, "user"), WantedColumn(item, "item")] + (grade.map { [WantedColumn($0, "grade")] } ?? [])
  }
}

extension ListColumns.History {
  var wanted: [WantedColumn] { [WantedColumn(user, "user"), WantedColumn(item, "item")] }
}

extension ListColumns.ComparedLists {
  /// - Parameter contexts: The columns of contexts, which say whose list it is where no user does.
  func wanted(contexts: [String]) -> [WantedColumn] {
    (user.map { [WantedColumn($0, "user")] } ?? contexts.map { WantedColumn($0, "context") })
      + [WantedColumn(item, "item")] + (rank.map { [WantedColumn($0, "rank")] } ?? [])
  }
}

extension ControlLog.Settings {
  var wanted: [WantedColumn] { [WantedColumn(user, "user"), WantedColumn(from, "time"), WantedColumn(level, "level")] }
}

extension ControlLog.Served {
  var wanted: [WantedColumn] { [WantedColumn(user, "user"), WantedColumn(at, "time"), WantedColumn(mode, "mode")] }
}

extension ListColumns.Audience {
  var wanted: [WantedColumn] { [WantedColumn(user, "user")] }
}
