import AuditLedger
import Testing

/// Against the leaves, roots and proofs that Certificate Transparency's implementations share [RFC6962, RFC9162].
struct MerkleTreeTests {
  static let data: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], Array(0x40...0x43), Array(0x50...0x57), Array(0x60...0x6F),
  ]
  static let leaves = data.map(MerkleTree.leaf)
  static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test(arguments: 0...8) func root(_ size: Int) {
    #expect(MerkleTree.hex(MerkleTree.root(MerkleTreeTests.leaves[..<size])) == MerkleTreeTests.roots[size])
  }

  @Test func leafAndNode() {
    #expect(
      MerkleTree.hex(MerkleTree.leaf(Array("L123456".utf8)))
        == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")
    #expect(
      MerkleTree.hex(MerkleTree.node(Array("N123".utf8), Array("N456".utf8)))
        == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb")
  }

  /// The published proofs, each hash by its first and last digits.
  @Test(arguments: [
    (6, 8, ["0ebc5d34…ef6a", "ca854ea1…0ae0", "d37ee418…14b7"]),
    (3, 7, ["0298d122…7fe7", "07506a85…87e7", "fac54203…c125", "837dbb15…2d0e"]), (4, 7, ["837dbb15…2d0e"]),
  ]) func consistencyProof(_ first: Int, _ second: Int, _ expected: [String]) {
    let proof = MerkleTree.consistencyProof(first, MerkleTreeTests.leaves[..<second])
    #expect(proof.map(shortened) == expected)
  }

  @Test func inclusionProof() {
    let proof = MerkleTree.inclusionProof(5, MerkleTreeTests.leaves[...])
    #expect(proof.map(shortened) == ["bc1a0643…9e6b", "ca854ea1…0ae0", "d37ee418…14b7"])
  }

  private func shortened(_ hash: MerkleTree.Hash) -> String {
    let hex = MerkleTree.hex(hash)
    return "\(hex.prefix(8))…\(hex.suffix(4))"
  }

  /// Every proof between all sizes holds, and none holds after a change of size, place, root or any of its hashes.
  @Test func proofsHoldAndNothingElse() {
    let leaves = (0..<20).map { MerkleTree.leaf([UInt8($0)]) }
    for size in 1...20 {
      let tree = leaves[..<size]
      let root = MerkleTree.root(tree)
      for index in 0..<size {
        let proof = MerkleTree.inclusionProof(index, tree)
        func holds(_ leaf: MerkleTree.Hash, _ index: Int, _ size: Int, _ proof: [MerkleTree.Hash]) -> Bool {
          MerkleTree.isIncluded(leaf, at: index, size: size, proof: proof, root: root)
        }
        #expect(holds(leaves[index], index, size, proof))
        #expect(!holds(leaves[(index + 1) % 20], index, size, proof))
        for other in 0..<size where other != index { #expect(!holds(leaves[index], other, size, proof)) }
        #expect(!holds(leaves[index], size, size, proof) && !holds(leaves[index], -1, size, proof))
        #expect(!holds(leaves[index], index, size, proof + [root]))
        for changed in changes(of: proof) { #expect(!holds(leaves[index], index, size, changed)) }
      }
      for first in 1...size {
        let old = MerkleTree.root(leaves[..<first])
        let proof = MerkleTree.consistencyProof(first, tree)
        func holds(_ first: Int, _ old: MerkleTree.Hash, _ proof: [MerkleTree.Hash]) -> Bool {
          MerkleTree.isConsistent(from: first, root: old, to: size, root: root, proof: proof)
        }
        #expect(holds(first, old, proof))
        #expect(!holds(0, old, proof) && !holds(size + 1, old, proof))
        #expect(!holds(first, old, proof + [root]))
        #expect(!holds(first, MerkleTree.leaf([99]), proof))
        for changed in changes(of: proof) { #expect(!holds(first, old, changed)) }
      }
    }
  }

  private func changes(of proof: [MerkleTree.Hash]) -> [[MerkleTree.Hash]] {
    proof.indices.flatMap { index -> [[MerkleTree.Hash]] in
      var (changed, removed) = (proof, proof)
      changed[index][index % 32] ^= 1
      removed.remove(at: index)
      return [changed, removed]
    }
  }
}
