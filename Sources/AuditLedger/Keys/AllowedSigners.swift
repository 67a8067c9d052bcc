import AuditRecord

/// The keys that may sign, and for whom: a file in OpenSSH's `allowed_signers` format.
package struct AllowedSigners: Sendable, Hashable {
  /// A line.
  package struct Entry: Sendable, Hashable {
    /// Who signs with the key.
    package var principals: [String]
    /// The key.
    package var key: PublicKey
    /// True if the key is an authority's, which names people by certificates.
    package var isAuthority: Bool
    /// The namespaces that it may sign in; nothing means every one.
    package var namespaces: [String]?
    /// The first moment at which it counts.
    package var validAfter: Moment?
    /// The first moment at which it no longer counts.
    package var validBefore: Moment?
  }

  /// A line that is refused.
  package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Line, from 1.
    package let line: Int
    /// What is wrong with it.
    package let reason: String

    /// The place and the cause.
    package var description: String { "line \(line) of the list of signers: \(reason)" }
  }

  /// The lines, in their order.
  package let entries: [Entry]

  /// Reads a file.
  ///
  /// OpenSSH passes over a line that it cannot read, and takes patterns for names. Here either is refused, since it
  /// would make somebody's signature count or not count unseen.
  ///
  /// - Throws: `Problem` at the first line that is refused.
  package init(parsing bytes: [UInt8]) throws(Problem) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(line: 1, reason: "the file is not UTF-8")
    }
    var entries: [Entry] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.drop { $0 == " " || $0 == "\t" }
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      do {
        entries.append(try AllowedSigners.entry(line))
      } catch {
        throw Problem(line: number + 1, reason: error.description)
      }
    }
    self.entries = entries
  }

  private static func entry(_ line: Substring) throws(WireError) -> Entry {
    if line.utf8.contains(0x0D) { throw WireError("a carriage return: save the file with plain line ends") }
    var fields = try words(line)[...]
    guard fields.count >= 3 else { throw WireError("a line is `principals [options] keytype key`") }
    let principals = unquoted(fields.removeFirst()).split(separator: ",").map(String.init)
    guard !principals.isEmpty else { throw WireError("no principal") }
    for principal in principals where principal.contains(where: { "*?!".contains($0) }) {
      throw WireError("the principal \(Quoted.text(principal)) is a pattern; write out who may sign")
    }
    var isAuthority = false
    var namespaces: [String]?
    var limits: [String: Moment] = [:]
    var given: Set<String> = []
    if (try? PublicKey(line: fields.joined(separator: " "))) == nil {
      for option in try options(fields.removeFirst()) {
        let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts[0].lowercased()
        guard ["cert-authority", "namespaces", "valid-after", "valid-before"].contains(name) else {
          throw WireError("the option \(Quoted.text(parts[0])) is not supported")
        }
        guard given.insert(name).inserted else { throw WireError("the option \(Quoted.text(name)) stands twice") }
        let isQuoted = parts.count == 2 && parts[1].count >= 2 && parts[1].first == "\"" && parts[1].last == "\""
        guard isQuoted || (parts.count == 1 && name == "cert-authority") else {
          throw WireError("the option \(Quoted.text(name)) needs a value in quotes")
        }
        let value = parts.count == 2 ? String(parts[1].dropFirst().dropLast()) : ""
        guard !value.contains("\"") else { throw WireError("a quote stands within the value of \(Quoted.text(name))") }
        switch name {
        case "cert-authority": isAuthority = true
        case "namespaces": namespaces = value.split(separator: ",").map(String.init)
        default:
          guard let moment = moment(value) else {
            throw WireError("\(Quoted.text(value)) is no date; write 20261231Z or 20261231235959Z")
          }
          limits[name] = moment
        }
      }
    }
    for namespace in namespaces ?? [] where namespace.contains(where: { "*?!".contains($0) }) {
      throw WireError("the namespace \(Quoted.text(namespace)) is a pattern; write it out")
    }
    if let start = limits["valid-after"], let end = limits["valid-before"], end <= start {
      throw WireError("the key's time ends before it begins")
    }
    return Entry(
      principals: principals, key: try PublicKey(line: fields.joined(separator: " ")), isAuthority: isAuthority,
      namespaces: namespaces, validAfter: limits["valid-after"], validBefore: limits["valid-before"])
  }

  /// A date as OpenSSH writes it, in UTC: a local time would mean another moment on another machine.
  private static func moment(_ text: String) -> Moment? {
    guard text.hasSuffix("Z"), text.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    let digits = Array(text.dropLast())
    guard [8, 12, 14].contains(digits.count) else { return nil }
    func part(_ range: Range<Int>) -> String { range.upperBound <= digits.count ? String(digits[range]) : "00" }
    return Moment("\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z")
  }

  /// The fields between spaces, those inside quotes kept together.
  private static func words(_ line: Substring) throws(WireError) -> [String] {
    try pieces(line) { $0 == " " || $0 == "\t" }
  }

  private static func options(_ field: String) throws(WireError) -> [String] { try pieces(field[...]) { $0 == "," } }

  private static func pieces(
    _ text: Substring, at isSeparator: (Character) -> Bool
  ) throws(WireError) -> [String] {
    var pieces = [""]
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted, isSeparator(character) { pieces.append("") } else { pieces[pieces.count - 1].append(character) }
    }
    guard !isQuoted else { throw WireError("a quote is not closed") }
    return pieces.filter { !$0.isEmpty }
  }

  private static func unquoted(_ text: String) -> String { text.filter { $0 != "\"" } }
}

extension AllowedSigners {
  /// Two names that look alike on paper and are not the same; nothing if there are none.
  package var lookAlikes: (String, String)? {
    var seen: [WrittenName: String] = [:]
    for name in entries.flatMap(\.principals) {
      if let other = seen[WrittenName(name)], !other.isIdentical(to: name) { return (other, name) }
      seen[WrittenName(name)] = name
    }
    return nil
  }

  /// Why `key` may not sign as `principal`; nothing if it may.
  package func objection(
    to key: PublicKey, as principal: String, namespace: String, at time: Moment
  ) -> SignatureObjection? {
    let named = entries.filter { entry in entry.principals.contains { $0.utf8.elementsEqual(principal.utf8) } }
    guard !named.isEmpty else {
      return SignatureObjection(.unknownSigner, "allowed_signers does not name \(Quoted.text(principal))")
    }
    var objection = SignatureObjection(
      .unknownKey, "allowed_signers does not name the key \(key.fingerprint) for \(Quoted.text(principal))")
    for entry in named where entry.isAuthority == (key.certificate != nil) {
      guard entry.key.blob == (key.certificate?.authority ?? key.blob) else { continue }
      if let namespaces = entry.namespaces, !namespaces.contains(namespace) {
        objection = SignatureObjection(.namespace, "the key of \(Quoted.text(principal)) may not sign in \(namespace)")
      } else if let start = entry.validAfter, time < start {
        objection = SignatureObjection(.notYetValid, "the key of \(Quoted.text(principal)) counts only from \(start)")
      } else if let end = entry.validBefore, time > end {
        objection = SignatureObjection(.expired, "the key of \(Quoted.text(principal)) expired on \(end)")
      } else if let reason = key.certificate?.objection(to: principal, at: time) {
        objection = SignatureObjection(.certificate, "the key \(key.fingerprint): \(reason)")
      } else {
        return nil
      }
    }
    return objection
  }
}
