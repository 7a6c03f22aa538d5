// Package model describes the models that find what is in photos: the content of a model's
// folder, its fingerprint, the length of its vectors, its languages, and the calibration of its
// scores. The packages below implement families of models.
//
// A model's folder holds model.json (Spec), the files that it names, and calibration.json, in the
// form of relevance.Calibration, with numbers that were fitted to the model.
package model
