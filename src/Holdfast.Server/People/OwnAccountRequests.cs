using System.Text.Json.Serialization;
using Holdfast.Operations;
using Holdfast.Operations.People;

namespace Holdfast.Server.People;

/// <summary>Name, password and, where a second factor was set up, its code.</summary>
/// <param name="Name">Name of the account.</param>
/// <param name="Password">Its password.</param>
/// <param name="Code">Code of the authenticator app; needed where a second factor was set up.</param>
sealed record SignInRequest(string Name, string Password, string? Code = null);

/// <summary>A key to be made.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Allowed">Paths of operations it is for, such as decide/explain, or of a stage, such as study/*; empty: all that the account may.</param>
/// <param name="Days">Days it holds, 1 to 366.</param>
sealed record MakeKeyRequest(string Name, IReadOnlyList<string> Allowed, int Days);

/// <summary>A new password.</summary>
/// <param name="Old">The password so far.</param>
/// <param name="New">The new one.</param>
sealed record ChangePasswordRequest(string Old, string New);

/// <summary>A second factor to be set.</summary>
/// <param name="Secret">The secret that was offered.</param>
/// <param name="Code">A code of it, so that the app is known to have it.</param>
sealed record SetFactorRequest(string Secret, string Code);

/// <summary>A second factor to be removed.</summary>
/// <param name="Password">The account's password.</param>
sealed record RemoveFactorRequest(string Password);

/// <summary>The account that asks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Units">Units whose customers it may see; empty: all customers.</param>
/// <param name="HasSecondFactor">Whether a second factor was set up.</param>
/// <param name="May">Paths of what it may do.</param>
sealed record Me(string Name, IReadOnlyList<Role> Roles, IReadOnlyList<string> Units, bool HasSecondFactor, IReadOnlyList<string> May);

/// <summary>JSON of what people do about their own accounts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(WordEnum<Role>)], RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(MakeKeyRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(SetFactorRequest))]
[JsonSerializable(typeof(RemoveFactorRequest))]
[JsonSerializable(typeof(Me))]
sealed partial class OwnJson : JsonSerializerContext;
