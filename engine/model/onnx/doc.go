// Package onnx reads ONNX models: what they take and give, which operators they use and
// which other files hold their weights. It runs nothing, and it needs no runtime.
//
// A model from elsewhere may be made to do harm. Read keeps a bounded amount of memory
// whatever the file says, skips weights, and refuses what goes beyond its limits.
//
// The format is that of onnx.proto: a protocol buffer. Package protowire has its encoding.
package onnx
