using Holdfast.Tests.Audit;
using Holdfast.Tests.Store.Records;

// The test runner does not come this way. Tests that kill a process in the middle of its work start this assembly as that process.
if (args is [nameof(DyingAppender), var folder, var from]) DyingAppender.Run(folder, from);
if (args is [nameof(DyingWriter), var file, var connection, var life]) await DyingWriter.Run(file, connection, life);
