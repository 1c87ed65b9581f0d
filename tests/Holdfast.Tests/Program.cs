using Holdfast.Tests.Audit;

// The test runner does not come this way. Tests that kill a process in the middle of its work start this assembly as that process.
if (args is [nameof(DyingAppender), var folder, var from]) DyingAppender.Run(folder, from);
