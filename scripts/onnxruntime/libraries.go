package main

// version is the newest that holds no telemetry client and comes by both routes.
// Read docs/decisions.md before raising it.
const version = "1.27.0"

// library is one platform's build of ONNX Runtime. The two routes carry builds
// of their own, hence a member and a SHA-256 for each.
type library struct {
	file       string // name beside the program
	wheelTag   string // for pip's --platform
	wheel, npm member
	beside     member // what npm's build needs in the same folder
}

// member is a file in a package and the SHA-256 of its bytes in hexadecimal.
type member struct{ path, sum string }

// thirdParty is the licences of what the library is made of, as wheels for Linux have them; on other systems
// the lines end otherwise.
var thirdParty = member{
	"onnxruntime/ThirdPartyNotices.txt", "0e07b95f3a8d6230037707c5c4a2b554d12c4cb67369669ac255635528ffcee2",
}

var libraries = map[string]library{
	"linux/amd64": {
		file:     "libonnxruntime.so",
		wheelTag: "manylinux_2_28_x86_64",
		wheel: member{
			"onnxruntime/capi/libonnxruntime.so.1.27.0",
			"b5c9d4f124d24707f514dad926dc181820807178855df1c528e3addb2dd0e6f7",
		},
		npm: member{
			"package/bin/napi-v6/linux/x64/libonnxruntime.so.1",
			"d8aff4aa8abee8fb2abb2f2f2459ffc94461e781e41b9f7c072829dd0d470221",
		},
	},
	"linux/arm64": {
		file:     "libonnxruntime.so",
		wheelTag: "manylinux_2_28_aarch64",
		wheel: member{
			"onnxruntime/capi/libonnxruntime.so.1.27.0",
			"9275ef52956228686ae47b0219f67476a1148505084bdc5571e7bf1bf69b11f2",
		},
		npm: member{
			"package/bin/napi-v6/linux/arm64/libonnxruntime.so.1",
			"c36bc200e7e6c093b8abb0b34590fbdd8c52fd3fb5e33795b9523ffdde2fce0f",
		},
	},
	"windows/amd64": {
		file:     "onnxruntime.dll",
		wheelTag: "win_amd64",
		wheel: member{
			"onnxruntime/capi/onnxruntime.dll", "bbb4ff18db820c24ad6d9196ecdc7a62d6099268eaadf264813a23591d4d15cc",
		},
		npm: member{
			"package/bin/napi-v6/win32/x64/onnxruntime.dll",
			"273f9ef9cf755c6a0f342226a80448156c10ceb74db2ae8c8370dc98e75af0eb",
		},
		beside: member{ // 1.15.4; Windows' own may be older
			"package/bin/napi-v6/win32/x64/DirectML.dll",
			"86d9b418e982fa1effb6ea39cb916b04fe3896ccedc6982d73a5477459b56d81",
		},
	},
	"darwin/arm64": {
		file:     "libonnxruntime.dylib",
		wheelTag: "macosx_14_0_arm64",
		wheel: member{
			"onnxruntime/capi/libonnxruntime.1.27.0.dylib",
			"49422a138fff12d7fcbd544373aefbffd510e473e08e18af28a8ecc3581029bf",
		},
		npm: member{
			"package/bin/napi-v6/darwin/arm64/libonnxruntime.1.27.0.dylib",
			"89f692a3a1a224e4ad0b796b0e7c0bd81113b0741bfe84211eceef14d05a9e59",
		},
	},
}
