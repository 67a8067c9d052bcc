import AuditPolicy
package import AuditRecord

/// Where a reader finds the requirements of a plan: its file, and the line of each id.
package struct PlanPlaces: Sendable {
  /// The file, as ``name(of:)`` names it.
  package let file: String
  private let lines: [String: Int]

  /// The places in a plan that lies at `path`.
  package init(path: String, bytes: [UInt8]) {
    self.init(file: PlanPlaces.name(of: path), bytes: bytes)
  }

  private init(file: String, bytes: [UInt8]) {
    self.file = file
    lines = PlanReader.requirementLines(bytes)
  }

  /// The places of a record's requirements: in the plan that the run read, where that lies here unchanged, else in the copy
  /// that the bundle holds; nothing where there is neither.
  package init?(_ record: Record, folder: String, run: RunDescription?) {
    if let name = run?.plan, !name.hasPrefix("/"), !name.split(separator: "/").contains(".."),
      let sha256 = record.plan.sha256
    {
      let root = PlanPlaces.repository(of: Files.currentFolder).map { Path.join($0, name) }
      for path in [root, name].compactMap(\.self) {
        guard let bytes = try? Files.read(path, limit: 4 << 20), Digest(of: bytes).hex == sha256 else { continue }
        self.init(file: name, bytes: bytes)
        return
      }
    }
    let copy = Path.join(folder, "plan.yaml")
    guard let bytes = try? Files.read(copy, limit: 4 << 20), Digest(of: bytes).hex == record.plan.sha256 else {
      return nil
    }
    self.init(path: copy, bytes: bytes)
  }

  /// The line at which a requirement is named; the first where its id is written in a way that cannot be found.
  ///
  /// One of several classes or models stands where the demand on all of them does.
  package func line(of requirement: String) -> Int { lines[requirement] ?? lines[DecisionView.plain(requirement)] ?? 1 }

  /// What a file is called wherever its name is kept or shown: from the root of its repository, as services that show places
  /// of a plan ask; else from the current folder; else its last part, so that no folder of a person is named.
  package static func name(of path: String) -> String {
    let whole = absolute(path)
    for folder in [repository(of: Path.folder(of: whole)), absolute(".")].compactMap(\.self) {
      let start = folder == "/" ? folder : folder + "/"
      if whole.hasPrefix(start), whole.count > start.count { return String(whole.dropFirst(start.count)) }
    }
    return Path.lastComponent(whole)
  }

  /// The nearest folder upwards that holds a repository.
  private static func repository(of folder: String) -> String? {
    var current = folder
    while true {
      if Files.exists(Path.join(current, ".git")) { return current }
      if current == "/" { return nil }
      current = Path.folder(of: current)
    }
  }

  /// A path from the root, without points; links stay.
  private static func absolute(_ path: String) -> String {
    var parts: [Substring] = []
    for part in Path.join(Files.currentFolder, path).split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}

extension SignedBundle {
  /// Where the record's requirements stand.
  package var places: PlanPlaces? {
    PlanPlaces(
      sealed.record, folder: bundle.folder, run: snapshot.bytes("run.json").flatMap(RunDescription.init(parsing:)))
  }
}

extension PlanFile {
  /// Where its requirements stand.
  package var places: PlanPlaces { PlanPlaces(path: path, bytes: bytes) }
}
