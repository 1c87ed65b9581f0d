namespace Holdfast.Native; static class Placeholder;
