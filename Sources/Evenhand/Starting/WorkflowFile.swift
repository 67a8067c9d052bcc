/// The workflow that `evenhand init` writes for GitHub Actions.
package enum WorkflowFile {
  /// Where it lies, from the root of a repository.
  package static let path = ".github/workflows/evenhand.yml"

  /// Its text; the plan is `evenhand.yaml` beside it at the root.
  package static var text: String {
    """
    # Begun by `evenhand init`. The job fails as the audit does: exit code 1 where a requirement is not met, 2 where the audit
    # could not run, 3 where the data do not settle it. Never hide one with `|| true`: let what is known be waived, or warn,
    # in the plan.
    name: evenhand
    on:
      push: {branches: [main]}
      pull_request:
    permissions:
      contents: read
    jobs:
      audit:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v4
          # The runner needs the program on its PATH: an image that has it, or a step here that installs it.
          - run: evenhand --version
          - run: evenhand check evenhand.yaml
          - run: evenhand audit evenhand.yaml --output evenhand-bundle
          - uses: actions/upload-artifact@v4
            if: always()
            with: {name: evenhand-bundle, path: evenhand-bundle}

    """
  }
}
