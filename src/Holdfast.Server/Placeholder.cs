namespace Holdfast.Server; static class Placeholder;
