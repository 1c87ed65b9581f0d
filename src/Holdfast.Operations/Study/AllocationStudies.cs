using System.Text.Json.Serialization;

namespace Holdfast.Operations.Study;

/// <summary>Studies of who should get what.</summary>
static class AllocationStudies
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        StudyOperation.Of("allocate", typeof(StudyAllocate), AllocationStudyJson.Default.AllocateRequest, AllocationStudyJson.Default.AllocateResult, StudyAllocate.Run),
    ];
}

/// <summary>JSON shapes of these studies.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(AllocateRequest))]
[JsonSerializable(typeof(AllocateResult))]
sealed partial class AllocationStudyJson : JsonSerializerContext;
