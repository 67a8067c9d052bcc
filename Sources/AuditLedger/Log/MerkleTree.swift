import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The hash tree over a list of leaves, and proofs about it [RFC 9162, section 2.1].
package enum MerkleTree {
  /// A hash: 32 bytes.
  package typealias Hash = [UInt8]

  /// The hash of a leaf's data.
  package static func leaf(_ data: [UInt8]) -> Hash { hash([0] + data) }

  /// The hash of two subtrees.
  package static func node(_ left: Hash, _ right: Hash) -> Hash { hash([1] + left + right) }

  /// The root over leaves' hashes; the hash of nothing for none.
  package static func root(_ leaves: ArraySlice<Hash>) -> Hash {
    switch leaves.count {
    case 0: return hash([])
    case 1: return leaves[leaves.startIndex]
    default:
      let split = leaves.startIndex + split(leaves.count)
      return node(root(leaves[..<split]), root(leaves[split...]))
    }
  }

  /// The path from leaf `index` to the root, from below.
  ///
  /// - Precondition: `index` is a leaf's.
  package static func inclusionProof(_ index: Int, _ leaves: ArraySlice<Hash>) -> [Hash] {
    precondition((0..<leaves.count).contains(index), "a leaf of the tree")
    guard leaves.count > 1 else { return [] }
    let width = split(leaves.count)
    let middle = leaves.startIndex + width
    return index < width
      ? inclusionProof(index, leaves[..<middle]) + [root(leaves[middle...])]
      : inclusionProof(index - width, leaves[middle...]) + [root(leaves[..<middle])]
  }

  /// What shows that the first `size` leaves were there before the others.
  ///
  /// - Precondition: `size` is 1 to the number of leaves.
  package static func consistencyProof(_ size: Int, _ leaves: ArraySlice<Hash>) -> [Hash] {
    precondition((1...max(1, leaves.count)).contains(size), "a tree that is no larger")
    return subproof(size, leaves, isWhole: true)
  }

  private static func subproof(_ size: Int, _ leaves: ArraySlice<Hash>, isWhole: Bool) -> [Hash] {
    if size == leaves.count { return isWhole ? [] : [root(leaves)] }
    let width = split(leaves.count)
    let middle = leaves.startIndex + width
    return size <= width
      ? subproof(size, leaves[..<middle], isWhole: isWhole) + [root(leaves[middle...])]
      : subproof(size - width, leaves[middle...], isWhole: false) + [root(leaves[..<middle])]
  }

  /// Whether `proof` leads from a leaf to `root` [RFC 9162, section 2.1.3.2].
  package static func isIncluded(_ leaf: Hash, at index: Int, size: Int, proof: [Hash], root: Hash) -> Bool {
    guard index >= 0, index < size else { return false }
    var (number, last) = (index, size - 1)
    var current = leaf
    for hash in proof {
      if last == 0 { return false }
      if number & 1 == 1 || number == last {
        current = node(hash, current)
        while number & 1 == 0, number != 0 { (number, last) = (number >> 1, last >> 1) }
      } else {
        current = node(current, hash)
      }
      (number, last) = (number >> 1, last >> 1)
    }
    return last == 0 && current == root
  }

  /// Whether `proof` shows that a tree grew from the first root to the second [RFC 9162, section 2.1.4.2].
  package static func isConsistent(
    from first: Int, root firstRoot: Hash, to second: Int, root secondRoot: Hash, proof: [Hash]
  ) -> Bool {
    guard first > 0, first <= second else { return false }
    if first == second { return proof.isEmpty && firstRoot == secondRoot }
    var path = proof[...]
    if first & (first - 1) == 0 { path = ([firstRoot] + proof)[...] }
    guard let start = path.popFirst() else { return false }
    var (number, last) = (first - 1, second - 1)
    while number & 1 == 1 { (number, last) = (number >> 1, last >> 1) }
    var (one, two) = (start, start)
    for hash in path {
      if last == 0 { return false }
      if number & 1 == 1 || number == last {
        (one, two) = (node(hash, one), node(hash, two))
        while number & 1 == 0, number != 0 { (number, last) = (number >> 1, last >> 1) }
      } else {
        two = node(two, hash)
      }
      (number, last) = (number >> 1, last >> 1)
    }
    return last == 0 && one == firstRoot && two == secondRoot
  }

  /// A hash in hexadecimal digits.
  package static func hex(_ hash: Hash) -> String {
    hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The largest power of two below `count`.
  private static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }

  private static func hash(_ bytes: [UInt8]) -> Hash { Array(SHA256.hash(data: Data(bytes))) }
}
