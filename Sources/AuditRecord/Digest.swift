package import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The hexadecimal digits.
  public let hex: String

  /// The digest of `bytes`.
  package init(of bytes: some Sequence<UInt8>) {
    var hash = SHA256()
    if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
      hash.update(data: Array(bytes))
    }
    self.init(hash.finalize())
  }

  /// Takes over a finished hash.
  package init(_ digest: SHA256.Digest) {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    hex = String(decoding: text, as: UTF8.self)
  }

  /// The 32 bytes.
  package var bytes: [UInt8] {
    let digits = Array(hex.utf8).map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// The hexadecimal digits.
  public var description: String { hex }

  /// The first sixteen digits in four groups of four, for footers that people compare by eye.
  public var fingerprint: String {
    stride(from: 0, to: 16, by: 4).map { start in
      String(hex.dropFirst(start).prefix(4))
    }.joined(separator: " ")
  }
}
