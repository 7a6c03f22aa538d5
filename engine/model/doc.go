// Package model describes the models that find what is in photos: what stands in a model's
// folder, its fingerprint, the length of its vectors, its languages, and the calibration with
// which its scores are judged. How a family of models works is left to the packages below.
//
// A model's folder holds model.json (Spec), the files that it names, and calibration.json, in the
// form of relevance.Calibration, with numbers that were fitted to the model.
package model
