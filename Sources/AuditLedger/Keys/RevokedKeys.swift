import AuditRecord
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Keys that no longer count: a list of public keys, or a key revocation list [OpenSSH PROTOCOL.krl].
package struct RevokedKeys: Sendable, Hashable {
  private var keys: Set<[UInt8]> = []
  private var digests: Set<[UInt8]> = []
  /// Serials and names of revoked certificates, by authority; an empty authority stands for every one.
  private var serials: [[UInt8]: [ClosedRange<UInt64>]] = [:]
  private var identities: [[UInt8]: Set<String>] = [:]

  /// Revokes nothing.
  package init() {}

  /// Reads a file.
  ///
  /// - Throws: `WireError` when it is neither, or holds what this version cannot honour.
  package init(parsing bytes: [UInt8]) throws(WireError) {
    guard !bytes.starts(with: Array("SSHKRL\n\0".utf8)) else {
      try read(bytes)
      return
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw WireError("no list of revoked keys") }
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = line.drop { $0 == " " || $0 == "\t" }
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      do { keys.insert(try PublicKey(line: String(line)).plain) } catch {
        throw WireError("line \(number + 1) of the list of revoked keys: \(error)")
      }
    }
  }

  /// True if the key, its certificate or its certificate's authority is revoked.
  func contains(_ key: PublicKey) -> Bool {
    if isListed(key.plain) { return true }
    guard let certificate = key.certificate else { return false }
    if isListed(certificate.authority) { return true }
    return [certificate.authority, []].contains { authority in
      serials[authority]?.contains { $0.contains(certificate.serial) } == true
        || identities[authority]?.contains(certificate.identity) == true
    }
  }

  private func isListed(_ blob: [UInt8]) -> Bool {
    let data = Data(blob)
    return keys.contains(blob) || digests.contains(Array(SHA256.hash(data: data)))
      || digests.contains(Array(Insecure.SHA1.hash(data: data)))
  }

  private mutating func read(_ bytes: [UInt8]) throws(WireError) {
    var reader = WireReader(bytes.dropFirst(8))
    guard try reader.uint32() == 1 else { throw WireError("a key revocation list of another version") }
    _ = try reader.bytes(24)
    _ = try reader.string()
    _ = try reader.string()
    while !reader.isAtEnd {
      let kind = try reader.bytes(1)[0]
      var section = WireReader(try reader.string())
      switch kind {
      case 1: try readCertificates(&section)
      case 2: while !section.isAtEnd { keys.insert(try PublicKey(blob: section.string()).plain) }
      case 3, 5: while !section.isAtEnd { digests.insert(try section.string()) }
      case 4: throw WireError("a signed key revocation list, which is not supported")
      default: throw WireError("a key revocation list with a part that is not supported")
      }
    }
  }

  private mutating func readCertificates(_ section: inout WireReader) throws(WireError) {
    let authority = try section.string()
    _ = try section.string()
    while !section.isAtEnd {
      let kind = try section.bytes(1)[0]
      var part = WireReader(try section.string())
      switch kind {
      case 0x20:
        while !part.isAtEnd {
          let serial = try part.uint64()
          serials[authority, default: []].append(serial...serial)
        }
      case 0x21:
        let first = try part.uint64()
        let last = try part.uint64()
        guard first <= last else { throw WireError("a range that ends before it begins") }
        serials[authority, default: []].append(first...last)
      case 0x22:
        let start = try part.uint64()
        let bits = try part.natural()
        for (index, byte) in bits.reversed().enumerated() {
          for bit in 0..<8 where byte >> bit & 1 == 1 {
            let serial = start &+ UInt64(index * 8 + bit)
            serials[authority, default: []].append(serial...serial)
          }
        }
      case 0x23: while !part.isAtEnd { identities[authority, default: []].insert(try part.text()) }
      default: throw WireError("a key revocation list with a part that is not supported")
      }
    }
  }
}
