package onnx

import "google.golang.org/protobuf/encoding/protowire"

// Numbers of fields of ONNX's messages, and of types, from onnx.proto.
const (
	modelIR              protowire.Number = 1
	modelProducer        protowire.Number = 2
	modelProducerVersion protowire.Number = 3
	modelGraph           protowire.Number = 7
	modelOpset           protowire.Number = 8
	modelMetadata        protowire.Number = 14
	modelTraining        protowire.Number = 20
	modelFunction        protowire.Number = 25

	graphNode        = 1
	graphInitializer = 5
	graphInput       = 11
	graphOutput      = 12
	graphSparse      = 15

	nodeInput     = 1
	nodeOutput    = 2
	nodeOperator  = 4
	nodeAttribute = 5
	nodeDomain    = 7

	attributeName    = 1
	attributeInt     = 3
	attributeTensor  = 5
	attributeGraph   = 6
	attributeTensors = 10
	attributeGraphs  = 11
	attributeType    = 20
	attributeSparse  = 22
	attributeSparses = 23
	attributeIsInt   = 2

	tensorDims     = 1
	tensorType     = 2
	tensorName     = 8
	tensorRaw      = 9
	tensorExternal = 13
	tensorLocation = 14

	externalLocation = 1

	tensorFloat = 1
	tensorInt8  = 3

	sparseValues  = 1
	sparseIndices = 2

	valueName = 1
	valueType = 2

	typeTensor = 1

	tensorTypeElement = 1
	tensorTypeShape   = 2

	shapeDim = 1

	dimValue  = 1
	dimSymbol = 2

	opsetDomain  = 1
	opsetVersion = 2

	functionName   = 1
	functionNode   = 7
	functionOpset  = 9
	functionDomain = 10

	trainingInit  = 1
	trainingGraph = 2

	entryKey   = 1
	entryValue = 2
)
