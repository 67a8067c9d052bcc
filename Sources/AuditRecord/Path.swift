/// Paths as plain text: joined and shortened, never resolved.
package enum Path {
  /// The part after the last slash.
  package static func lastComponent(_ path: String) -> String {
    let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
    return trimmed.split(separator: "/").last.map(String.init) ?? path
  }

  /// The folder that holds `path`; the current folder for a bare name.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// `path` seen from `folder`; an absolute path stays as it is.
  package static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty || folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// `path` as it is reached from `folder`, both seen from `current`; up by `..` where need be.
  package static func relative(_ path: String, from folder: String, current: String) -> String {
    let (goal, start) = (parts(join(current, path)), parts(join(current, folder)))
    let common = zip(goal, start).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: start.count - common) + goal[common...]
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }

  /// `path` without `.` and `..`, where it can do without.
  package static func normal(_ path: String) -> String {
    let plain = (path.hasPrefix("/") ? "/" : "") + parts(path).joined(separator: "/")
    return plain.isEmpty ? "." : plain
  }

  private static func parts(_ path: String) -> [String] {
    path.split(separator: "/").reduce(into: []) { parts, part in
      switch part {
      case ".": break
      case ".." where parts.last.map({ $0 != ".." }) ?? path.hasPrefix("/"): _ = parts.popLast()
      default: parts.append(String(part))
      }
    }
  }
}
