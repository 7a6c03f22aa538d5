// Package sidecar writes what a person says of a photo into a sidecar of XMP, as digiKam, darktable and Lightroom
// write and read it. Merge changes the properties that were asked for and keeps every other byte of a packet; it
// refuses a packet that it cannot follow to the end. Which photos get a sidecar, and when, is left to callers.
package sidecar
