using System.Text.Json.Serialization;

namespace Holdfast.Operations.Study;

/// <summary>Studies of who should get what.</summary>
static class AllocationStudies
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        StudyOperation.Grouped<AllocateRequest, AllocateResult>("allocate", typeof(StudyAllocate), AllocationStudyJson.Default, StudyAllocate.Run),
    ];
}

/// <summary>JSON shapes of these studies.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(AllocateRequest))]
[JsonSerializable(typeof(AllocateResult))]
[JsonSerializable(typeof(StudyResult))]
[JsonSerializable(typeof(StudyParts<AllocateResult>))]
sealed partial class AllocationStudyJson : JsonSerializerContext;
