package doctor

// Help explains the verb doctor.
const Help = `With --providers each line is something that the network for pictures can run on, the one
in use with a star:

  fit      computes what the processor does, and faster
  slow     computes the same, not faster
  wrong    computes something else
  failed, aborted, hung   gave an error, ended its process, did not answer
  missing  not in the ONNX Runtime at hand, or it finds no device

Each is tried in a process of its own, with a tiny network and then with the model's,
which takes a minute or so where something is found. What was found is kept in the
library's folder, and tried again when a driver or a library changes. docs/accelerators.md
says where libraries are looked for. --get NAME shows what libraries for an accelerator
take and under which terms they are; with --yes it downloads them.
`
